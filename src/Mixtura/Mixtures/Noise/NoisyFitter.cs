using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures.Noise;

/// <summary>The whole fit of a mixture with noise beside its components.</summary>
/// <remarks>
/// <para>Starts: a first fit without noise; then, the rows of its smallest densities left out, in several shares, fits to the others by the kind's own search. From each EM goes on, with noise. The best is refitted to its rows, each
/// with the weight that is not noise, and EM goes on again, as long as that finds more.</para>
/// <para>The search goes over a sample where rows abound; the last climb over all of them.</para>
/// </remarks>
internal sealed class NoisyFitter<TModel, TStatistics>(NoiseRequest request)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // of the weight, that of the smallest densities
    private static readonly double[] FirstShares = [0.02, 0.05, 0.1, 0.2, 0.35];
    private const double LeastShare = 0.01;
    private const double GivenShare = 0.05;

    private const double CompareTolerance = 1e-6;
    private const int MostRefits = 5;

    // rows that the search goes over
    private const long MostNumbers = 1L << 22;

    private readonly IRowSource rows = request.Rows;
    private readonly MixtureOptions options = request.Options;
    private readonly CancellationToken cancellationToken = request.CancellationToken;
    private readonly List<Candidate<NoisyParameters<TModel>>> candidates = [];
    private double passes;

    // what is degenerate it judges by the rows that are not noise to begin with
    private IComponentFamily<TModel, TStatistics>? family;
    private Func<TModel, Degeneracy?>? late;

    /// <summary>The components' family for rows, which may tell what is degenerate.</summary>
    public required Func<IRowSource, IComponentFamily<TModel, TStatistics>> FamilyFor { get; init; }

    /// <summary>The mixture of parameters, without noise.</summary>
    public required Func<TModel, Mixture> Mixture { get; init; }

    /// <summary>Looks at fits to rows for what only those can tell; null where there is nothing to look for.</summary>
    public Func<IRowSource, Func<TModel, Degeneracy?>?>? LateCheckOf { get; init; }

    /// <summary>Runs it.</summary>
    public MixtureFit<NoisyMixture> Fit()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Components, 1);
        request.Kind.CheckRows(rows, options.Em.Threads, cancellationToken);
        var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken);
        return Report(summary, options.Start is { } given ? Given(given, summary) : Searched(summary));
    }

    private UniformNoise NoiseOver(DataSummary summary, Mixture like) => DataBox.Of(
        rows, summary, [.. Enumerable.Range(0, summary.Columns).Select(like.IsDiscrete)], request.LogVolume, options.Em.Threads, cancellationToken);

    // the start's own noise, unless a volume is asked for
    private Candidate<NoisyParameters<TModel>> Given(Mixture start, DataSummary summary)
    {
        family = FamilyFor(rows);
        start.RequireColumns(rows.Columns);
        if (start.Components != request.Components || start.WithoutNoise.Core is not MixtureCore<TModel, TStatistics> { Model: var model })
        {
            throw new InputException(
                $"The start is a {start.Family} mixture of {Counted.Of(start.Components, "component")}, a {request.Kind.Name} mixture of {request.Components} is asked for. Start from one of those.");
        }

        var noise = start.Noise is { } own && (request.LogVolume ?? own.LogVolume) == own.LogVolume ? own : NoiseOver(summary, start).WithWeight(start.Noise?.Weight ?? GivenShare);
        return new Candidate<NoisyParameters<TModel>>(0, new NoisyParameters<TModel>(model, noise));
    }

    private Candidate<NoisyParameters<TModel>> Searched(DataSummary summary)
    {
        var few = Few(summary);
        var over = RowsByPattern.Of(few, summary.Missing is not null);
        double rowsEach = summary.TotalWeight / few.TotalWeight();
        var near = few;
        var plain = WithoutLoneRows(ref near) ?? throw new OperationCanceledException("The fit was cancelled before the first bound was known.", cancellationToken);
        var noise = NoiseOver(summary, plain.Model);
        family = FamilyFor(near);
        late = LateCheckOf?.Invoke(over);
        Climb(plain, noise.WithWeight(LeastShare), over);
        foreach (double share in FirstShares)
        {
            var dense = NoiseWeights.WithoutSparse(near, plain.Model, share, options.Missing);
            if (WithoutLoneRows(ref dense) is { } fit)
            {
                Climb(fit, noise.WithWeight(share), over);
            }
        }

        Refit(few, over);
        FromFewer(few, noise, over);
        var best = Candidate<NoisyParameters<TModel>>.Ranked(candidates).First();
        return few.Rows == rows.Rows && rowsEach == 1 ? best : new Candidate<NoisyParameters<TModel>>(best.Restart, best.Model);
    }

    // rows that a fit sets apart from all others are noise to begin with
    private MixtureFit? WithoutLoneRows(ref MemoryRows among)
    {
        var fit = Fitted(among, FitHints.None);
        for (int round = 0; round < MostRefits && fit is { LoneRows.Count: > 0 }; round++)
        {
            among = NoiseWeights.Without(among, fit.LoneRows);
            fit = Fitted(among, FitHints.None);
        }

        return fit;
    }

    // where no start is sound one component fewer may be a way to one that is
    private void FromFewer(MemoryRows few, UniformNoise noise, IRowSource over)
    {
        if (candidates.Exists(static candidate => candidate.IsSound) || request.Components == 1 || cancellationToken.IsCancellationRequested)
        {
            return;
        }

        var fewer = request.Kind.FitWithNoise(request with { Rows = few, Components = request.Components - 1, LogVolume = noise.LogVolume, Progress = null });
        passes += fewer.DataPasses * few.Rows / rows.Rows;
        if (fewer is { Degeneracy: null, Model: NoisyMixture mixture } && Fitted(NoiseWeights.Kept(few, mixture, options.Missing), new FitHints([mixture.WithoutNoise], Only: true)) is { } fit)
        {
            Climb(fit, mixture.Noise, over);
        }
    }

    // each row has the weight that is not noise; as long as that leads higher
    private void Refit(MemoryRows few, IRowSource over)
    {
        for (int round = 0; round < MostRefits && !cancellationToken.IsCancellationRequested; round++)
        {
            var best = Candidate<NoisyParameters<TModel>>.Ranked(candidates).First();
            var mixture = Noisy(best.Model, Mixture(best.Model.Components));
            if (!best.IsSound || Fitted(NoiseWeights.Kept(few, mixture, options.Missing), new FitHints([mixture.WithoutNoise])) is not { } fit)
            {
                return;
            }

            Climb(fit, best.Model.Noise, over);
            if (!(candidates[^1].IsSound && candidates[^1].LowerBound > best.LowerBound + (CompareTolerance * few.TotalWeight())))
            {
                return;
            }
        }
    }

    // EM with noise from a fit without
    private void Climb(MixtureFit fit, UniformNoise noise, IRowSource over)
    {
        var start = new NoisyParameters<TModel>(((MixtureCore<TModel, TStatistics>)fit.Model.Core).Model, noise);
        var candidate = new Candidate<NoisyParameters<TModel>>(candidates.Count, start);
        Run(candidate, over, CompareTolerance, null);
        candidates.Add(candidate);
    }

    private NoisyFamily<TModel, TStatistics> Run(Candidate<NoisyParameters<TModel>> candidate, IRowSource over, double tolerance, IProgress<FitProgress>? progress)
    {
        var noisy = new NoisyFamily<TModel, TStatistics>(family!.ForWorker());
        using var pass = new BlockPass<NoisyParameters<TModel>, NoisyStatistics<TStatistics>>(noisy, candidate.Model, over, options.Em.Threads);
        new EmRunner<NoisyParameters<TModel>, NoisyStatistics<TStatistics>>(noisy, pass, options.Em, progress, cancellationToken)
        {
            Starts = candidates.Count,
            LateCheck = late is null ? null : model => late(model.Components),
        }.Run(candidate, tolerance);
        passes += pass.Count * ((double)over.Rows / rows.Rows);
        return noisy;
    }

    // a fit without noise; null where there can be none
    private MixtureFit? Fitted(MemoryRows few, FitHints hints)
    {
        var own = options with { Start = null, Order = ComponentOrder.ByWeight, Em = options.Em with { KeepPath = false, Tolerance = Math.Max(options.Em.Tolerance, CompareTolerance / 100) } };
        try
        {
            var fit = request.Kind.Fit(few, request.Components, own, hints, request.Progress, cancellationToken);
            passes += fit.DataPasses * few.Rows / rows.Rows;
            return fit;
        }
        catch (InputException) when (candidates.Count > 0)
        {
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private MixtureFit<NoisyMixture> Report(DataSummary summary, Candidate<NoisyParameters<TModel>> best)
    {
        var noisy = Run(best, RowsByPattern.Of(rows, summary.Missing is not null), options.Em.Tolerance, request.Progress);
        var outcome = new SearchOutcome<NoisyParameters<TModel>, NoisyStatistics<TStatistics>>(noisy, [best], passes);
        RestartOutcome[] starts = [.. candidates.Select(candidate => candidate.Restart == best.Restart ? best.Outcome : candidate.Outcome)];
        return new FitReport<NoisyParameters<TModel>, NoisyStatistics<TStatistics>, NoisyMixture>(rows, summary, options, starts.Length == 0 ? outcome : outcome with { Starts = starts }, cancellationToken)
        {
            Order = model => CanonicalOrder.Of(family!, model.Components),
            Mixture = (model, order) => Noisy(model, Mixture(CanonicalOrder.Apply(family!, model.Components, order))),
        }.Write() with
        {
            PriorName = request.Kind.PriorName,
        };
    }

    private static NoisyMixture Noisy(NoisyParameters<TModel> model, Mixture components)
    {
        double rest = 1 - model.Noise.Weight;
        return NoisyMixture.Of(
            components, [.. components.Weights.ToArray().Select(weight => rest * weight)], model.Noise.Weight, model.Noise.LogVolume, model.Noise.Lower.ToArray(), model.Noise.Upper.ToArray());
    }

    private MemoryRows Few(DataSummary summary)
    {
        int most = (int)Math.Max(1, MostNumbers / summary.Columns);
        return rows.Rows <= most ? MemoryRows.CopyOf(rows) : SearchSample.Draw(rows, summary, most, options, cancellationToken);
    }
}
