using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>First and second moments of the rows about a centre, nothing latent.</summary>
/// <remarks>The sums: Σw, D of w(x − c), and then D squares or, with correlations, D×D products of which the lower triangle is filled.</remarks>
/// <param name="correlations">Whether products are wanted, or squares alone.</param>
/// <param name="inspect">Looks at every block first; null for nothing.</param>
internal sealed class DataMoments(bool correlations, RowBlockAction? inspect) : ILatentVariableModel<double[], Sums>
{
    /// <inheritdoc/>
    public Sums CreateStatistics(double[] model) => new(1 + model.Length + (correlations ? model.Length * model.Length : model.Length));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Expect(double[] model, RowBlock rows, Sums statistics)
    {
        inspect?.Invoke(rows);
        int d = model.Length;
        var first = statistics.Values.Slice(1, d);
        var second = statistics.Values[(1 + d)..];
        var deviation = new double[d];
        for (int i = 0; i < rows.Count; i++)
        {
            double weight = rows.Weights[i];
            var row = rows[i];
            statistics[0] += weight;
            for (int j = 0; j < d; j++)
            {
                deviation[j] = row[j] - model[j];
                first[j] += weight * deviation[j];
            }

            AddSecond(deviation, weight, second);
        }

        return 0;
    }

    private void AddSecond(double[] deviation, double weight, Span<double> second)
    {
        int d = deviation.Length;
        for (int j = 0; j < d; j++)
        {
            if (correlations)
            {
                VectorLoops.AddScaled(deviation.AsSpan(0, j + 1), weight * deviation[j], second.Slice(j * d, j + 1));
            }
            else
            {
                second[j] += weight * deviation[j] * deviation[j];
            }
        }
    }

    /// <summary>The mean.</summary>
    public double[] Maximize(double[] current, Sums statistics)
    {
        var mean = new double[current.Length];
        for (int j = 0; j < mean.Length; j++)
        {
            mean[j] = current[j] + (statistics[1 + j] / statistics[0]);
        }

        return mean;
    }

    /// <summary>Variances, or the covariance D×D, divisor Σw, from sums about (nearly) the mean.</summary>
    public double[] SecondAbout(double[] centre, Sums statistics)
    {
        int d = centre.Length;
        double total = statistics[0];
        var sums = statistics.Values;
        var result = new double[correlations ? d * d : d];
        for (int j = 0; j < d; j++)
        {
            for (int k = correlations ? 0 : j; k <= j; k++)
            {
                int place = correlations ? (j * d) + k : j;
                double value = (sums[1 + d + place] / total) - (sums[1 + j] / total * (sums[1 + k] / total));
                result[place] = j == k ? Math.Max(0, value) : value;
                if (correlations)
                {
                    result[(k * d) + j] = result[place];
                }
            }
        }

        return result;
    }
}
