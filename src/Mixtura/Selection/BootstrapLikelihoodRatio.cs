using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;

namespace Mixtura.Selection;

/// <summary>Is one more component real? The bootstrap likelihood-ratio test of McLachlan (1987): the chi-squared approximation does not hold for mixtures, so the
/// statistic is compared with its values on data drawn from the fitted smaller mixture, with the gaps of the data where cells are missing.</summary>
public static class BootstrapLikelihoodRatio
{
    /// <summary>The level at which a sequential test goes on.</summary>
    public const double Level = 0.05;

    /// <summary>Tests 1 against 2, 2 against 3 … until one more component is not called for.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="mostComponents">The largest K + 1.</param>
    /// <param name="options">How mixtures are fitted; null for the defaults.</param>
    /// <param name="replicates">The bootstrap samples of each test.</param>
    /// <param name="progress">Told of every sample that is done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The tests made; only the last may have a p above <see cref="Level"/>.</returns>
    /// <exception cref="InputException">The data cannot be fitted.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<LikelihoodRatioTest> Sequential(
        IRowSource rows, int mostComponents, GaussianMixtureOptions? options = null, int replicates = 999,
        IProgress<BootstrapProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Sequential(rows, mostComponents, KindOf(options), options, replicates, progress, cancellationToken);

    /// <summary>The same for any kind of component.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="mostComponents">The largest K + 1.</param>
    /// <param name="kind">The kind of component.</param>
    /// <param name="options">How mixtures are fitted; null for the defaults.</param>
    /// <param name="replicates">The bootstrap samples of each test.</param>
    /// <param name="progress">Told of every sample that is done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The tests made; only the last may have a p above <see cref="Level"/>.</returns>
    /// <exception cref="InputException">The data cannot be fitted.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<LikelihoodRatioTest> Sequential(
        IRowSource rows, int mostComponents, ComponentKind kind, MixtureOptions? options = null, int replicates = 999,
        IProgress<BootstrapProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostComponents, 2);
        var tests = new List<LikelihoodRatioTest>();
        do
        {
            tests.Add(Test(rows, tests.Count + 1, kind, options, replicates, progress, cancellationToken));
        }
        while (tests.Count < mostComponents - 1 && tests[^1].PValue <= Level);

        return tests;
    }

    /// <summary>Tests K components against K + 1.</summary>
    /// <param name="rows">The data; those drawn from the smaller mixture are as many as the weights add up to.</param>
    /// <param name="components">K.</param>
    /// <param name="options">How mixtures are fitted; null for the defaults.</param>
    /// <param name="replicates">The bootstrap samples.</param>
    /// <param name="progress">Told of every sample that is done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">The data cannot be fitted.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LikelihoodRatioTest Test(
        IRowSource rows, int components, GaussianMixtureOptions? options = null, int replicates = 999,
        IProgress<BootstrapProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Test(rows, components, KindOf(options), options, replicates, progress, cancellationToken);

    /// <summary>The same for any kind of component.</summary>
    /// <param name="rows">The data; those drawn from the smaller mixture are as many as the weights add up to.</param>
    /// <param name="components">K.</param>
    /// <param name="kind">The kind of component.</param>
    /// <param name="options">How mixtures are fitted; null for the defaults.</param>
    /// <param name="replicates">The bootstrap samples.</param>
    /// <param name="progress">Told of every sample that is done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">The data cannot be fitted.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LikelihoodRatioTest Test(
        IRowSource rows, int components, ComponentKind kind, MixtureOptions? options = null, int replicates = 999,
        IProgress<BootstrapProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        options = (options ?? new MixtureOptions()) with { Start = null };
        var smaller = kind.Fit(rows, components, options, null, cancellationToken);
        double statistic = Statistic(rows, components, kind, options, cancellationToken);
        if (double.IsNaN(statistic))
        {
            throw new InputException($"There is no sound fit of {components} and of {components + 1} components to compare. Use a simpler covariance structure, where there is one, or fewer components.");
        }

        long drawn = (long)Math.Round(smaller.Score.TotalWeight);
        var values = new double[replicates];
        var single = options with { Em = options.Em with { Threads = 1 } };
        void Replicate(int replicate)
        {
            // a seed of its own for each: on how many threads makes no difference
            var sample = smaller.Model.Sample(checked((int)drawn), options.Seed + 1 + (ulong)replicate);
            sample = smaller.Missing is null ? sample : WithGapsOf(rows, sample, cancellationToken);
            values[replicate] = Statistic(new MemoryRows(sample), components, kind, single, cancellationToken);
        }

        Replicates.Make(components, replicates, options.Em.Threads, Replicate, progress, cancellationToken);
        double[] sound = [.. values.Where(static value => !double.IsNaN(value))];
        return sound.Length > 0
            ? new LikelihoodRatioTest(components, statistic, sound)
            : throw new InputException($"None of {Counted.Of(replicates, "bootstrap sample")} of {components} against {components + 1} components had sound fits to compare. Use a simpler covariance structure, where there is one, or fewer components.");
    }

    // what is drawn lacks the cells that the data lack
    private static RowMatrix WithGapsOf(IRowSource rows, RowMatrix sample, CancellationToken cancellationToken)
    {
        double[] values = sample.Values.ToArray();
        rows.ForEachBlock(1024, Copy, cancellationToken);
        return new RowMatrix(values, sample.Columns);

        void Copy(RowBlock block)
        {
            long first = block.FirstRow * block.Columns;
            for (int i = 0; i < block.Values.Length && first + i < values.Length; i++)
            {
                values[first + i] = double.IsNaN(block.Values[i]) ? double.NaN : values[first + i];
            }
        }
    }

    private static ComponentKind KindOf(GaussianMixtureOptions? options) => GaussianMixture.Kind(options?.Covariance, options?.Prior, options?.Regularization ?? 0);

    // the larger fit starts, beside its own starts, from the smaller one split: it cannot end below
    private static double Statistic(IRowSource rows, int components, ComponentKind kind, MixtureOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var smaller = kind.Fit(rows, components, options, null, cancellationToken);
            var larger = kind.Fit(rows, components + 1, options, new FitHints([smaller.Model]), null, cancellationToken);
            return smaller.Degeneracy is null && larger.Degeneracy is null
                ? Math.Max(0, 2 * (larger.Score.LogLikelihood - smaller.Score.LogLikelihood))
                : double.NaN;
        }
        catch (InputException)
        {
            return double.NaN;
        }
    }
}
