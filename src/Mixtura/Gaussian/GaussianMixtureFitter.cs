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
        var family = new GaussianFamily(options.Regularization, null, prior, HeldParts.Of(options.Fixed, start.Parameters, hasFreedom: false)) { Recentring = recentring };
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, start.Parameters, Ordered, options.Em.Threads);
        var given = new Candidate<GaussianParameters>(0, start.Parameters);
        new EmRunner<GaussianParameters, GaussianStatistics>(family, pass, options.Em, progress, cancellationToken).Run(given, options.Em.Tolerance);
        return Report(new SearchOutcome<GaussianParameters, GaussianStatistics>(family, [given], pass.Count + (recentring?.Sweeps ?? 0)), FindLate);
    }

    private GaussianMixtureFit BySearch(GaussianPrior? prior)
    {
        var search = new SampledSearch<GaussianParameters, GaussianStatistics>(Ordered, summary, options, progress, cancellationToken)
        {
            Over = (over, moments) => SearchOver(over, moments, prior),
            Mixture = model => new GaussianMixture(model, rows.FeatureNames),
            Components = components,
            Parameters = (components * (summary.Columns + 1)) - 1 + options.Covariance.ParameterCount(components, summary.Columns),
            Hints = Hints,
        };
        return Report(search.Run(), null);
    }

    private OptimumSearch<GaussianParameters, GaussianStatistics> SearchOver(IRowSource over, DataSummary moments, GaussianPrior? prior)
    {
        var start = new StartContext(
            RowSample.Draw(over, moments, options.Em.Threads, options.Seed, cancellationToken), moments, components, options.Covariance.Storage.HasCorrelations, options.Seed);
        var rules = DegeneracyRules.For(moments, options, DataResolution.Of(start.Sample, moments, options.Covariance));
        var space = new GaussianSpace(over, start, options, rules, prior, cancellationToken);
        return new OptimumSearch<GaussianParameters, GaussianStatistics>(space, over, options, cancellationToken) { IsAid = IsAid };
    }

    private GaussianMixture? Start => options.Start switch
    {
        null => null,
        GaussianMixture start => start,
        var other => throw new InputException($"The start is a {other.Family} mixture, a gaussian one is asked for. Start from one of those."),
    };

    private CovarianceStructure Structure => Start?.Covariance ?? options.Covariance;

    private GaussianMixtureFit Report(SearchOutcome<GaussianParameters, GaussianStatistics> outcome, Func<GaussianParameters, Degeneracy?>? findLate)
    {
        var report = new FitReport<GaussianParameters, GaussianStatistics, GaussianMixture>(rows, summary, options, outcome, cancellationToken)
        {
            Order = static model => CanonicalOrder.Of(GaussianMixture.Estimation, model),
            Mixture = (parameters, order) => new GaussianMixture(parameters.Reordered(order), rows.FeatureNames),
            FindLate = findLate,
        };
        return new GaussianMixtureFit(report.Write()) { Prior = options.Prior, PriorName = options.Prior?.Name };
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
            ?? (sample.MayTie && rules.CountsRows(model.Structure, model.Features) ? new TieCheck(rows, rules.Resolution, options.Em.Threads, cancellationToken).Find(model) : null);
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
