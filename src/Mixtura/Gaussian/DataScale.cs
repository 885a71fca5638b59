using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>The data's covariance as a yardstick: what is large or small is said relative to it, never in units.</summary>
internal sealed class DataScale
{
    private DataScale(double[] deviations, double[] factor)
    {
        Deviations = deviations;
        Factor = factor;
    }

    /// <summary>The ratio to this yardstick that matters: those above it need not be exact.</summary>
    public double Least { get; private init; } = Covariances.WhitenedDeviation.SmallestRatio;

    /// <summary>The standard deviation of every feature.</summary>
    public double[] Deviations { get; }

    /// <summary>The Cholesky factor of the data's covariance, D×D; empty where correlations were not asked for.</summary>
    public double[] Factor { get; }

    /// <summary>The yardstick of these data; where their covariance is singular, its diagonal stands for it.</summary>
    public static DataScale Of(DataSummary summary, double regularization)
    {
        var deviations = Array.ConvertAll(summary.Variances.ToArray(), variance => Math.Sqrt(variance + regularization));
        return new DataScale(deviations, summary.HasCorrelations ? FactorOf(summary, regularization, deviations) : []);
    }

    private static double[] FactorOf(DataSummary summary, double regularization, double[] deviations)
    {
        int d = summary.Columns;
        var covariance = summary.Covariance.Values.ToArray();
        for (int j = 0; j < d; j++)
        {
            covariance[(j * d) + j] += regularization;
        }

        var factor = new double[d * d];
        if (!Cholesky.TryFactor(covariance, d, factor))
        {
            Array.Clear(factor);
            for (int j = 0; j < d; j++)
            {
                factor[(j * d) + j] = deviations[j];
            }
        }

        return factor;
    }

    /// <summary>The yardstick of independent features with these deviations.</summary>
    /// <param name="deviations">D numbers.</param>
    /// <param name="hasCorrelations">Whether it is for components with correlations.</param>
    public static DataScale OfDeviations(double[] deviations, bool hasCorrelations)
    {
        if (!hasCorrelations)
        {
            return new DataScale(deviations, []) { Least = 1 };
        }

        int d = deviations.Length;
        var factor = new double[d * d];
        for (int j = 0; j < d; j++)
        {
            factor[j * (d + 1)] = deviations[j];
        }

        return new DataScale(deviations, factor) { Least = 1 };
    }
}
