using MathNet.Numerics.LinearAlgebra;
using Mixtura.Data;

namespace Mixtura.Tests.Laws;

/// <summary>The densities of a mixture as the textbook writes them, a row and a component at a time: eqs. 2–4 and 6.</summary>
internal static class PlainGaussians
{
    public static double[] LogDensities(MixtureParameters mixture, RowMatrix rows) =>
        Array.ConvertAll(LogJoints(mixture, rows), static joint => LogSum(joint));

    public static double[][] Responsibilities(MixtureParameters mixture, RowMatrix rows) =>
        Array.ConvertAll(LogJoints(mixture, rows), static joint => Array.ConvertAll(joint, a => Math.Exp(a - LogSum(joint))));

    private static double[][] LogJoints(MixtureParameters mixture, RowMatrix rows)
    {
        int d = mixture.Features;
        var factors = Array.ConvertAll(mixture.Covariances, static rows => Matrix<double>.Build.DenseOfRows(rows).Cholesky().Factor);
        var result = new double[rows.Rows][];
        for (int i = 0; i < rows.Rows; i++)
        {
            result[i] = new double[mixture.Components];
            for (int k = 0; k < mixture.Components; k++)
            {
                double square = 0;
                double logDeterminant = 0;
                var whitened = new double[d];
                for (int a = 0; a < d; a++)
                {
                    double sum = rows[i, a] - mixture.Means[k][a];
                    for (int b = 0; b < a; b++)
                    {
                        sum -= factors[k][a, b] * whitened[b];
                    }

                    whitened[a] = sum / factors[k][a, a];
                    square += whitened[a] * whitened[a];
                    logDeterminant += Math.Log(factors[k][a, a]);
                }

                result[i][k] = Math.Log(mixture.Weights[k]) - (0.5 * d * Math.Log(2 * Math.PI)) - logDeterminant - (0.5 * square);
            }
        }

        return result;
    }

    private static double LogSum(double[] terms)
    {
        double largest = terms.Max();
        return largest + Math.Log(terms.Sum(term => Math.Exp(term - largest)));
    }
}
