using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian.Search;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Gaussian;

/// <summary>The whole fit: check the data, search for the best optimum (or run what was asked for, step by step), report.</summary>
internal sealed class GaussianMixtureFitter(
    IRowSource rows, int components, GaussianMixtureOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    private readonly DataSummary summary = DataCheckedFor(rows, components, options, cancellationToken);

    // what passes are made over: the same rows, those with the same gaps together
    private IRowSource Ordered => field ??= RowsByPattern.Of(rows, summary.Missing is not null);

    /// <summary>Fits that may lead to the optimum.</summary>
    public FitHints Hints { get; init; } = FitHints.None;

    /// <summary>Whether this is the fit with one component fewer, made to help another.</summary>
    public bool IsAid { get; init; }

    /// <summary>Runs it.</summary>
    public GaussianMixtureFit Fit()
    {
        var prior = options.Prior?.For(summary, Structure, components);
        return Start is { } start ? FromGiven(start, prior) : BySearch(prior);
    }

    // degenerate states are gone through as long as the numbers allow
    private GaussianMixtureFit FromGiven(GaussianMixture start, GaussianPrior? prior)
    {
        // sums about far centres are taken of whole rows
        var recentring = summary.Missing is null ? new Recentring(rows, cancellationToken) : null;
        var family = new GaussianFamily(options.Regularization, null, prior) { Recentring = recentring };
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, start.Parameters, Ordered, options.Em.Threads);
        var given = new Candidate<GaussianParameters>(0, start.Parameters);
        new EmRunner<GaussianParameters, GaussianStatistics>(family, pass, options.Em, progress, cancellationToken).Run(given, options.Em.Tolerance);
        return Report(family, [given], pass.Count + (recentring?.Sweeps ?? 0), [], FindLate);
    }

    private GaussianMixtureFit BySearch(GaussianPrior? prior)
    {
        double passes = 0;
        var hints = Hints;
        for (long size = SearchSample.LeastRows; ; size *= SearchSample.Growth)
        {
            var found = FoundOnSample(size, prior, hints, ref passes, out var spaceOfFew);
            if (found is { IsCancelled: true })
            {
                return Report(spaceOfFew!.NewFamily(), [found.Cancelled()], passes, [], null);
            }

            using var search = SearchOver(Ordered, summary, prior, progress, hints, found, out var space);
            var candidates = search.Run();
            passes += search.Passes;
            if (!search.WasMisled)
            {
                return Report(space.NewFamily(), candidates, passes, search.LoneRows, null, found?.Outcomes(candidates));
            }

            // what the sample did not know leads on
            hints = hints with { Models = [.. hints.Models, .. Candidate<GaussianParameters>.Ranked(candidates).Take(1).Select(best => new GaussianMixture(best.Model, rows.FeatureNames))] };
        }
    }

    private OptimumSearch<GaussianParameters, GaussianStatistics> SearchOver(
        IRowSource over, DataSummary moments, GaussianPrior? prior, IProgress<FitProgress>? listener, FitHints hints, SampledStarts<GaussianParameters>? found, out GaussianSpace space)
    {
        var start = new StartContext(
            RowSample.Draw(over, moments, options.Em.Threads, options.Seed, cancellationToken), moments, components, options.Covariance.Storage.HasCorrelations, options.Seed);
        var rules = DegeneracyRules.For(moments, options, DataResolution.Of(start.Sample, moments, options.Covariance));
        space = new GaussianSpace(over, start, options, rules, prior, cancellationToken);
        return new OptimumSearch<GaussianParameters, GaussianStatistics>(space, over, options, listener, cancellationToken) { Hints = hints, IsAid = IsAid, Found = found };
    }

    // where rows abound, starts and moves work on some of them; null where they are to work on all
    private SampledStarts<GaussianParameters>? FoundOnSample(long size, GaussianPrior? prior, FitHints hints, ref double passes, out GaussianSpace? space)
    {
        space = null;
        int parameters = (components * (summary.Columns + 1)) - 1 + options.Covariance.ParameterCount(components, summary.Columns);
        if (components == 1 || SearchSample.Of(Ordered, summary, size, parameters, options, cancellationToken) is not { } few)
        {
            return null;
        }

        var moments = DataSummary.Of(few, options.Covariance.Storage.HasCorrelations, options.Missing, options.Em.Threads, cancellationToken);
        if (!moments.IsConstant.SequenceEqual(summary.IsConstant))
        {
            return null;
        }

        double rowsEach = summary.TotalWeight / moments.TotalWeight;
        var listener = progress is null ? null : new ScaledProgress(progress, rowsEach);
        using var search = SearchOver(RowsByPattern.Of(few, moments.Missing is not null), moments, prior, listener, hints, null, out space);
        var candidates = search.Run();
        passes += search.Passes * few.Rows / summary.WeightedRows;
        var found = new SampledStarts<GaussianParameters>(candidates, few.Rows, rowsEach);
        return search.LoneRows.Count == 0 && (found.Followed.Count > 0 || found.IsCancelled) ? found : null;
    }

    private GaussianMixture? Start => options.Start switch
    {
        null => null,
        GaussianMixture start => start,
        var other => throw new InputException($"The start is a {other.Family} mixture, a gaussian one is asked for. Start from one of those."),
    };

    private CovarianceStructure Structure => Start?.Covariance ?? options.Covariance;

    private GaussianMixtureFit Report(
        GaussianFamily family, List<Candidate<GaussianParameters>> candidates, double passes, IReadOnlyList<LoneRow> loneRows, Func<GaussianParameters, Degeneracy?>? findLate,
        IReadOnlyList<RestartOutcome>? outcomes = null)
    {
        var report = new FitReport<GaussianParameters, GaussianStatistics, GaussianMixture>(rows, summary, options, family, candidates, cancellationToken)
        {
            LoneRows = loneRows,
            Outcomes = outcomes,
            Order = CanonicalOrder,
            Mixture = (parameters, order) => new GaussianMixture(parameters.Reordered(order), rows.FeatureNames),
            FindLate = findLate,
        };
        return new GaussianMixtureFit(report.Write(passes)) { Prior = options.Prior, PriorName = options.Prior?.Name };
    }

    // falling weight, ties by means: equal fits print equally
    private static int[] CanonicalOrder(GaussianParameters parameters)
    {
        var order = Enumerable.Range(0, parameters.Components).ToArray();
        Array.Sort(order, (a, b) =>
        {
            int byWeight = parameters.Weights[b].CompareTo(parameters.Weights[a]);
            return byWeight != 0 ? byWeight : parameters.Mean(a).SequenceCompareTo(parameters.Mean(b));
        });
        return order;
    }

    // parameters that were given may lead through degenerate states; where they ended is looked at here
    private Degeneracy? FindLate(GaussianParameters model)
    {
        if (model.Counts.Length == 0)
        {
            return null;
        }

        var sample = RowSample.Draw(rows, summary, options.Em.Threads, options.Seed, cancellationToken);
        var rules = DegeneracyRules.For(summary, options, DataResolution.Of(sample, summary, model.Structure));
        return rules.Find(model)
            ?? (sample.MayTie && rules.CountsRows(model.Structure, model.Features) ? new TieCheck(rows, rules.Resolution, cancellationToken).Find(model) : null);
    }

    private static DataSummary DataCheckedFor(
        IRowSource rows, int components, GaussianMixtureOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        options.Start?.RequireColumns(rows.Columns);
        if (options.Start is { } start && start.Components != components)
        {
            throw new InputException($"The start has {Counted.Of(start.Components, "component")}, {components} {(components == 1 ? "is" : "are")} asked for. Ask for {start.Components}, or start from another model.");
        }

        var checkedData = DataSummary.Of(rows, ((options.Start as GaussianMixture)?.Covariance ?? options.Covariance).Storage.HasCorrelations, options.Missing, options.Em.Threads, cancellationToken);
        Estimability.Check(checkedData, components, options, rows.FeatureNames);
        return checkedData;
    }
}
