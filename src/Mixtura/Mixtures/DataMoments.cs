using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>First and second moments of the rows about a centre, nothing latent.</summary>
/// <remarks>The sums: Σw, D of w(x − c), and then D squares or, with correlations, D×D products of which the lower triangle is filled; where cells may be missing, D
/// weights of what is observed behind them. A missing cell adds nothing to the sums of its column.</remarks>
/// <param name="correlations">Whether products are wanted, or squares alone.</param>
/// <param name="hasGaps">Whether cells may be missing (NaN).</param>
/// <param name="inspect">Looks at every block first; null for nothing.</param>
internal sealed class DataMoments(bool correlations, bool hasGaps, RowBlockAction? inspect) : ILatentVariableModel<double[], Sums>
{
    /// <inheritdoc/>
    public Sums CreateStatistics(double[] model) => new(1 + model.Length + SecondLength(model.Length) + (hasGaps ? model.Length : 0));

    private int SecondLength(int d) => correlations ? d * d : d;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Expect(double[] model, RowBlock rows, Sums statistics)
    {
        inspect?.Invoke(rows);
        int d = model.Length;
        var first = statistics.Values.Slice(1, d);
        var second = statistics.Values.Slice(1 + d, SecondLength(d));
        var observed = statistics.Values[(1 + d + second.Length)..];
        var deviation = new double[d];
        for (int i = 0; i < rows.Count; i++)
        {
            double weight = rows.Weights[i];
            var row = rows[i];
            statistics[0] += weight;
            for (int j = 0; j < d; j++)
            {
                deviation[j] = row[j] - model[j];
                if (hasGaps)
                {
                    bool isMissing = double.IsNaN(row[j]);
                    deviation[j] = isMissing ? 0 : deviation[j];
                    observed[j] += isMissing ? 0 : weight;
                }

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
            double weight = WeightOf(statistics, current.Length, j);
            mean[j] = weight > 0 ? current[j] + (statistics[1 + j] / weight) : current[j];
        }

        return mean;
    }

    /// <summary>Σw, over the rows in which the feature is observed.</summary>
    public double WeightOf(Sums statistics, int d, int feature) => hasGaps ? statistics[1 + d + SecondLength(d) + feature] : statistics[0];

    /// <summary>Variances, or the covariance D×D, divisor Σw, from sums about (nearly) the mean.</summary>
    /// <remarks>With gaps a variance is that of what is observed, and a covariance that of one EM step from independent features: a missing value is taken for the mean, with the
    /// variance added to the diagonal. It is positive definite wherever the variances are.</remarks>
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
                double weight = j == k ? WeightOf(statistics, d, j) : total;
                double value = weight > 0 ? (sums[1 + d + place] / weight) - (sums[1 + j] / weight * (sums[1 + k] / weight)) : 0;
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
