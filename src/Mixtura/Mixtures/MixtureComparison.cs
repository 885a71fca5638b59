using Mixtura.Data;
using Mixtura.Mixtures.Comparisons;

namespace Mixtura.Mixtures;

/// <summary>Two samples under one mixture: whether the second has drifted from the first, in the shares of the components and in how likely its rows are.</summary>
/// <remarks>
/// The tests take the rows of both samples for independent draws, and ask whether they come from the same distribution; the mixture need not be true. The rows that it was fitted to are more likely under it than new ones of the same
/// source, by about its parameters over their rows, in nats a row. A weight of a row counts it: with weights that are not whole numbers nobody knows how many rows they stand for, and there are shares, means and distances, but neither standard errors nor p-values.
/// Missing cells are integrated out where that is asked for; the log density of a row with gaps is that of what is observed, so that more gaps are a difference too.
/// </remarks>
/// <param name="First">The first sample, the one to go by.</param>
/// <param name="Second">The second.</param>
/// <param name="Shares">The test of the shares of the components.</param>
/// <param name="MeanLogDensity">The test of the mean log density, with the difference and its standard error.</param>
/// <param name="LogDensities">The test of the distribution of the log densities.</param>
/// <param name="IsCounted">Whether all weights are whole numbers; else there are no p-values.</param>
public sealed record MixtureComparison(
    ComparedSample First, ComparedSample Second, SharesTest Shares, WelchTest MeanLogDensity, KolmogorovSmirnovTest LogDensities, bool IsCounted)
{
    /// <summary>The p-value of all tests together, the smallest times their number (Bonferroni 1936), at most 1; NaN where there is none.</summary>
    public double PValue
    {
        get
        {
            double[] tests = [.. new[] { Shares.PValue, MeanLogDensity.PValue, LogDensities.PValue }.Where(static p => !double.IsNaN(p))];
            return tests.Length == 0 ? double.NaN : Math.Min(1, tests.Length * tests.Min());
        }
    }

    /// <summary>The component whose share differs most, counted from 0; <see cref="NoisyMixture.NoiseLabel"/> for the noise. Of equal changes (those of two components always are) one that rises.</summary>
    public int MostChanged
    {
        get
        {
            int most = 0;
            for (int k = 1; k < First.Shares.Length; k++)
            {
                most = ChangesMore(k, most) ? k : most;
            }

            return ChangesMore(NoisyMixture.NoiseLabel, most) ? NoisyMixture.NoiseLabel : most;
        }
    }

    /// <summary>The share of a component in the second sample less that in the first.</summary>
    /// <param name="component">The component, counted from 0; <see cref="NoisyMixture.NoiseLabel"/> for the noise.</param>
    public double ShareDifference(int component) =>
        component == NoisyMixture.NoiseLabel ? Second.Noise - First.Noise : Second.Shares[component] - First.Shares[component];

    // what rounding makes of equal changes is no difference
    private bool ChangesMore(int component, int other)
    {
        double own = ShareDifference(component);
        double others = ShareDifference(other);
        return Math.Abs(own) > (1 + 1e-9) * Math.Abs(others) || (own > others && Math.Abs(own) > (1 - 1e-9) * Math.Abs(others));
    }

    /// <summary>Compares two samples, in one sweep over each. One number a row is kept, the log density; two where rows are weighted.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="second">The second.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <param name="threads">The number of threads; null for all processors. The figures are the same bits for any.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InputException">A sample has no row with weight or another number of columns, or a row a value that is not finite and not to be integrated out.</exception>
    public static MixtureComparison Of(
        Mixture model, IRowSource first, IRowSource second, MissingCells missing = MissingCells.Refuse, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        ScoredSample Score(IRowSource rows) => SamplePass.Run(model, rows, missing, threads ?? Environment.ProcessorCount, cancellationToken);
        return Of(Score(first), Score(second), model.Components);
    }

    /// <summary>The same for rows in memory.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="first">The first sample, N×D.</param>
    /// <param name="second">The second.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    public static MixtureComparison Of(Mixture model, RowMatrix first, RowMatrix second, MissingCells missing = MissingCells.Refuse) =>
        Of(model, new MemoryRows(first), new MemoryRows(second), missing);

    private static MixtureComparison Of(ScoredSample first, ScoredSample second, int components)
    {
        // the deviations are taken before the rows are sorted, so that they are added in the rows' order
        var own = ComparedSample.Of(first, components);
        var other = ComparedSample.Of(second, components);
        return new MixtureComparison(
            own, other, SharesTest.Of(first, second), WelchTest.Of(own, other), KolmogorovSmirnovTest.Of(first, second), first.Sums.IsCounted && second.Sums.IsCounted);
    }
}
