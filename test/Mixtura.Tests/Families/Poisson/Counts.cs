using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Tests.Families.Poisson;

/// <summary>Counts to fit, and fits of them.</summary>
internal static class Counts
{
    public static readonly PoissonFamily Family = new();

    /// <summary>Parameters from lists of rates.</summary>
    public static PoissonParameters Mixture(double[] weights, params double[][] rates) => new([.. weights], [.. rates.SelectMany(static row => row)]);

    /// <summary>Rows drawn from a mixture, in turn from each of its components in proportion to its weight.</summary>
    public static MemoryRows Draw(PoissonParameters mixture, int rows, ulong seed)
    {
        var random = new RandomSource(seed);
        var running = new double[mixture.Components];
        for (int k = 0; k < running.Length; k++)
        {
            running[k] = mixture.Weights[k] + (k > 0 ? running[k - 1] : 0);
        }

        var values = new double[rows * mixture.Features];
        for (int i = 0; i < rows; i++)
        {
            Family.Sample(mixture, random.NextWeighted(running), random, values.AsSpan(i * mixture.Features, mixture.Features));
        }

        return new MemoryRows(new RowMatrix(values, mixture.Features));
    }

    /// <summary>The mean disturbed by about half a standard deviation, equal weights: a start.</summary>
    public static PoissonParameters Start(MemoryRows rows, int components, ulong seed)
    {
        var random = new RandomSource(seed);
        var pooled = Family.Pooled(DataSummary.Of(rows), components);
        return new PoissonParameters(pooled.Weights.ToArray(), Array.ConvertAll(pooled.Rates.ToArray(), rate => rate * Math.Exp(0.6 * random.NextGaussian() / Math.Sqrt(1 + rate))));
    }

    public static EmResult<PoissonParameters> Run(PoissonParameters start, IRowSource rows, EmOptions? options = null) =>
        ExpectationMaximization.Run(Family, start, rows, options);

    public static EmOptions Plain(int iterations, double tolerance = 0) => new() { Acceleration = false, Tolerance = tolerance, MaxIterations = iterations };

    public static void NeverFalls(IReadOnlyList<double> trace)
    {
        for (int t = 1; t < trace.Count; t++)
        {
            Assert.True(trace[t] >= trace[t - 1] - (1e-14 * Math.Abs(trace[t])), $"iteration {t}: {trace[t - 1]:R} → {trace[t]:R}");
        }
    }
}
