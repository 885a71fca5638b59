using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Numerics;

namespace Mixtura.Selection;

/// <summary>How certain a mixture's parameters are: refits to reweighted rows, their components matched to the original ones.</summary>
public sealed class ParameterBootstrap
{
    // apart from the streams of starts and folds
    private const ulong Stream = 1UL << 51;

    private readonly List<double[]> replicates;

    private ParameterBootstrap(GaussianMixture model, List<double[]> replicates, int lost)
    {
        Model = model;
        this.replicates = replicates;
        Lost = lost;
    }

    /// <summary>The mixture that the replicates vary about.</summary>
    public GaussianMixture Model { get; }

    /// <summary>The replicates kept.</summary>
    public int Replicates => replicates.Count;

    /// <summary>The replicates whose fit degenerated; they are left out.</summary>
    public int Lost { get; }

    /// <summary>Refits the mixture, each time from its own parameters.</summary>
    /// <param name="model">The fitted mixture.</param>
    /// <param name="rows">The data it was fitted to.</param>
    /// <param name="count">The number of replicates.</param>
    /// <param name="kind">How rows are reweighted.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="threads">The number of threads; null for all processors. It makes no difference to the result.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">No refit was sound.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ParameterBootstrap Run(
        GaussianMixture model, IRowSource rows, int count = 999, BootstrapKind kind = BootstrapKind.Ordinary, ulong seed = 0, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var found = new double[count][];
        void Refit(int replicate) => found[replicate] = Replicate(model, rows, kind, new RandomSource(seed, Stream + (ulong)replicate), cancellationToken);

        ParallelPieces.ForEach(count, threads ?? Environment.ProcessorCount, Refit, cancellationToken);
        var kept = found.Where(static values => values.Length > 0).ToList();
        return kept.Count > 0
            ? new ParameterBootstrap(model, kept, count - kept.Count)
            : throw new InputException($"None of {Counted.Of(count, "refit")} to resampled rows was sound. The rows are too few or too alike for this model, or not those it was fitted to: use fewer components, a simpler covariance structure, or the rows of the fit.");
    }

    /// <summary>The standard error of πₖ; NaN from a single replicate, as of every parameter.</summary>
    public double WeightError(int component) => Deviation(component);

    /// <summary>The standard error of μₖⱼ.</summary>
    public double MeanError(int component, int feature) => Deviation(MeanAt(component, feature));

    /// <summary>The standard error of an entry of Σₖ.</summary>
    public double CovarianceError(int component, int row, int column) => Deviation(CovarianceAt(component, row, column));

    /// <summary>A percentile of πₖ over the replicates, 0…1.</summary>
    public double WeightPercentile(int component, double share) => Percentile(component, share);

    /// <summary>A percentile of μₖⱼ.</summary>
    public double MeanPercentile(int component, int feature, double share) => Percentile(MeanAt(component, feature), share);

    /// <summary>A percentile of an entry of Σₖ.</summary>
    public double CovariancePercentile(int component, int row, int column, double share) => Percentile(CovarianceAt(component, row, column), share);

    private int MeanAt(int component, int feature) => Model.Components + (component * Model.Features) + feature;

    private int CovarianceAt(int component, int row, int column) =>
        (Model.Components * (1 + Model.Features)) + (((component * Model.Features) + row) * Model.Features) + column;

    private double Deviation(int at)
    {
        double mean = replicates.Average(values => values[at]);
        return Math.Sqrt(replicates.Sum(values => Math.Pow(values[at] - mean, 2)) / (replicates.Count - 1));
    }

    // linear between the order statistics, as R's type 7
    private double Percentile(int at, double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double[] sorted = [.. replicates.Select(values => values[at]).Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    private static double[] Replicate(GaussianMixture model, IRowSource rows, BootstrapKind kind, RandomSource random, CancellationToken cancellationToken)
    {
        var weights = kind == BootstrapKind.Ordinary ? Counts(rows.Rows, random) : Exponentials(rows.Rows, random);
        var options = new GaussianMixtureOptions { Start = model, Covariance = model.Covariance, Em = new EmOptions { Threads = 1, Tolerance = 1e-8 } };
        try
        {
            var fit = GaussianMixture.Fit(new MaskedRows(rows, row => weights[row]), model.Components, options, null, cancellationToken);
            return fit.Degeneracy is null ? Flat(fit.Model, Matched(model, fit.Model)) : [];
        }
        catch (InputException)
        {
            return [];
        }
    }

    private static double[] Counts(long rows, RandomSource random)
    {
        var counts = new double[rows];
        for (long i = 0; i < rows; i++)
        {
            counts[random.NextIndex(rows)]++;
        }

        return counts;
    }

    private static double[] Exponentials(long rows, RandomSource random)
    {
        var weights = new double[rows];
        double sum = 0;
        for (long i = 0; i < rows; i++)
        {
            sum += weights[i] = -Math.Log(1 - random.NextUniform());
        }

        return Array.ConvertAll(weights, weight => weight * rows / sum);
    }

    // the closest pair first, in the original components' own deviations
    private static int[] Matched(GaussianMixture model, GaussianMixture other)
    {
        var pairs = from k in Enumerable.Range(0, model.Components)
                    from l in Enumerable.Range(0, model.Components)
                    orderby Distance(model, k, other, l)
                    select (k, l);
        var match = new int[model.Components];
        Array.Fill(match, -1);
        foreach (var (k, l) in pairs)
        {
            match[k] = match[k] < 0 && !match.Contains(l) ? l : match[k];
        }

        return match;
    }

    private static double Distance(GaussianMixture model, int k, GaussianMixture other, int l)
    {
        double sum = Math.Pow(Math.Log(model.Weights.Span[k] / other.Weights.Span[l]), 2);
        for (int j = 0; j < model.Features; j++)
        {
            double variance = model.CovarianceOf(k)[j, j];
            sum += (Math.Pow(model.Means[k, j] - other.Means[l, j], 2) / variance) + Math.Pow(Math.Log(other.CovarianceOf(l)[j, j] / variance), 2);
        }

        return sum;
    }

    private static double[] Flat(GaussianMixture model, int[] order) =>
    [
        .. order.Select(k => model.Weights.Span[k]),
        .. order.SelectMany(k => model.Means.Row(k).ToArray()),
        .. order.SelectMany(k => model.CovarianceOf(k).Values.ToArray()),
    ];
}
