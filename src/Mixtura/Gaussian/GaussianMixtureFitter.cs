using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian.Search;
using Mixtura.Gaussian.Starts;

namespace Mixtura.Gaussian;

/// <summary>The whole fit: check the data, search for the best optimum (or run what was asked for, step by step), report.</summary>
internal sealed class GaussianMixtureFitter(
    IRowSource rows, int components, GaussianMixtureOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    private readonly DataSummary summary = DataCheckedFor(rows, components, options, cancellationToken);

    /// <summary>Fits that may lead to the optimum, tried beside the starts: of as many components, or of one fewer, which is then split.</summary>
    public IReadOnlyList<GaussianMixture> Hints { get; init; } = [];

    /// <summary>Whether to make no starts but from the hints.</summary>
    public bool OnlyHints { get; init; }

    /// <summary>Whether this is the fit with one component fewer, made to help another.</summary>
    public bool IsAid { get; init; }

    /// <summary>Runs it.</summary>
    public GaussianMixtureFit Fit()
    {
        var prior = options.Prior?.For(summary, Structure, components);
        return options.Start is { } start ? FromGiven(start, prior) : BySearch(prior);
    }

    // degenerate states are gone through as long as the numbers allow
    private GaussianMixtureFit FromGiven(GaussianMixture start, GaussianPrior? prior)
    {
        var recentring = new Recentring(rows, cancellationToken);
        var family = new GaussianFamily(options.Regularization, null, prior) { Recentring = recentring };
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, start.Parameters, rows, options.Em.Threads);
        var given = new Candidate(0, start.Parameters);
        new EmRunner(family, pass, options.Em, progress, cancellationToken).Run(given, options.Em.Tolerance);
        return Report(family, [given], pass.Count + recentring.Sweeps, []);
    }

    private GaussianMixtureFit BySearch(GaussianPrior? prior)
    {
        var start = Context();
        var rules = DegeneracyRules.For(summary, options, DataResolution.Of(start.Sample, summary, options.Covariance));
        var context = new SearchContext(start, rules, prior);
        using var search = new OptimumSearch(context, rows, options, progress, cancellationToken) { Hints = Hints, OnlyHints = OnlyHints, IsAid = IsAid };
        var candidates = search.Run();
        return Report(context.NewFamily(), candidates, search.Passes, search.LoneRows);
    }

    private CovarianceStructure Structure => options.Start?.Covariance ?? options.Covariance;

    private GaussianMixtureFit Report(GaussianFamily family, List<Candidate> candidates, double passes, IReadOnlyList<LoneRow> loneRows) =>
        new FitReport(rows, summary, options, family, candidates, Candidate.Ranked(candidates).First(), cancellationToken) { LoneRows = loneRows }.Write(passes);

    private StartContext Context() =>
        new(RowSample.Draw(rows, summary, options.Seed, cancellationToken), summary, options.Covariance, components, options.Regularization, options.Seed);

    private static DataSummary DataCheckedFor(
        IRowSource rows, int components, GaussianMixtureOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        options.Start?.RequireColumns(rows.Columns);
        if (options.Start is { } start && start.Components != components)
        {
            throw new InputException($"The start has {Counted.Of(start.Components, "component")}, {components} {(components == 1 ? "is" : "are")} asked for. Ask for {start.Components}, or start from another model.");
        }

        var checkedData = DataSummary.Of(rows, (options.Start?.Covariance ?? options.Covariance).Storage.HasCorrelations, options.Em.Threads, cancellationToken);
        Estimability.Check(checkedData, components, options, rows.FeatureNames);
        return checkedData;
    }
}
