using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Tests.References;

/// <summary>The M-step for responsibilities 0 and 1, written plainly: each class's share, mean and covariance, brought to the structure.</summary>
internal static class HardMaximization
{
    /// <summary>Null where a class has no row or its covariance would be singular.</summary>
    public static MixtureParameters? Of(RowMatrix rows, int[] classes, int components, CovarianceStructure structure)
    {
        int d = rows.Columns;
        var counts = new double[components];
        var means = Enumerable.Range(0, components).Select(_ => new double[d]).ToArray();
        var scatters = Enumerable.Range(0, components).Select(_ => new double[d, d]).ToArray();
        for (int i = 0; i < rows.Rows; i++)
        {
            counts[classes[i]]++;
        }

        for (int i = 0; i < rows.Rows; i++)
        {
            for (int j = 0; j < d; j++)
            {
                means[classes[i]][j] += rows[i, j] / counts[classes[i]];
            }
        }

        for (int i = 0; i < rows.Rows; i++)
        {
            for (int a = 0; a < d; a++)
            {
                for (int b = 0; b < d; b++)
                {
                    scatters[classes[i]][a, b] += (rows[i, a] - means[classes[i]][a]) * (rows[i, b] - means[classes[i]][b]);
                }
            }
        }

        int needed = structure == CovarianceStructure.Full ? d + 1 : structure == CovarianceStructure.Tied ? 1 : 2;
        return counts.Any(count => count < needed)
            ? null
            : new(Array.ConvertAll(counts, count => count / rows.Rows), means, [.. Enumerable.Range(0, components).Select(k => Covariance(scatters, counts, k, structure))]);
    }

    private static double[][] Covariance(double[][,] scatters, double[] counts, int k, CovarianceStructure structure)
    {
        int d = scatters[k].GetLength(0);
        double Entry(int a, int b) => structure == CovarianceStructure.Tied
            ? scatters.Sum(scatter => scatter[a, b]) / counts.Sum()
            : structure == CovarianceStructure.Full || (a == b && structure == CovarianceStructure.Diagonal)
                ? scatters[k][a, b] / counts[k]
                : a == b ? Enumerable.Range(0, d).Sum(j => scatters[k][j, j]) / counts[k] / d : 0;
        return [.. Enumerable.Range(0, d).Select(a => Enumerable.Range(0, d).Select(b => Entry(a, b)).ToArray())];
    }
}
