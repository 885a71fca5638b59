using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Mixtures.Noise;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Parts;
using Mixtura.Mixtures.Search;

namespace Mixtura.Gaussian;

/// <summary>Gaussians of one covariance structure, as one kind of component among others.</summary>
internal sealed class GaussianKind(CovarianceStructure structure, CovariancePrior? prior, double regularization) : ComponentKind(GaussianMixture.Estimation.Name)
{
    private CovarianceStructure Covariance => structure;

    /// <inheritdoc/>
    public override string StructureName => structure.Name;

    /// <inheritdoc/>
    public override string Title => structure.MclustName;

    /// <inheritdoc/>
    public override Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null) =>
        new GaussianMixture(GaussianDescription.Read(parameters, structure), featureNames ?? []);

    /// <inheritdoc/>
    internal override MixtureFit Fit(
        IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var own = new GaussianMixtureOptions(options) { Covariance = structure, Prior = prior, Regularization = regularization };
        return new GaussianMixtureFitter(rows, components, own, progress, cancellationToken) { Hints = hints }.Fit();
    }

    /// <inheritdoc/>
    internal override MixtureFit FitWithNoise(NoiseRequest request) => new NoisyFitter<GaussianParameters, GaussianStatistics>(request)
    {
        FamilyFor = over => FamilyFor(over, request.Components, request.Options, request.CancellationToken),
        Mixture = model => new GaussianMixture(model, request.Rows.FeatureNames),
        LateCheckOf = over => TieCheckOf(over, request.Components, request.Options, request.CancellationToken),
    }.Fit();

    /// <inheritdoc/>
    internal override MixtureFit FitWithLabels(LabelRequest request) => new LabelledFitter<GaussianParameters, GaussianStatistics>(request)
    {
        FamilyFor = over => FamilyFor(over, request.Components, request.Options, request.CancellationToken),
        Mixture = model => new GaussianMixture(model, request.Rows.FeatureNames),
        Pooled = summary => GaussianPart.Pooled(summary, request.Components, structure),
        LateCheckOf = settle => TieCheckOf(request.Rows, request.Components, request.Options, request.CancellationToken, settle),
    }.Fit();

    /// <inheritdoc/>
    internal override IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken) =>
        OnlineFit<GaussianParameters, GaussianStatistics>.From(
            known.Seen is { } rows ? FamilyFor(rows, start.Components, options, cancellationToken) : new GaussianFamily(regularization, null),
            start, known, online, static (model, names) => new GaussianMixture(model, names));

    /// <inheritdoc/>
    internal override int ParameterCount(DataSummary summary, int components) =>
        (components * summary.Columns) + components - 1 + structure.ParameterCount(components, summary.Columns);

    /// <inheritdoc/>
    internal override FamilyPart AsPart() => GaussianPart.Of(new GaussianFamily(regularization, null), structure);

    /// <inheritdoc/>
    internal override FamilyPart AsPart(IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken) =>
        GaussianPart.Of(FamilyFor(rows, components, options, cancellationToken), structure);

    // what is degenerate, and what a prior is, depends on the rows
    private GaussianFamily FamilyFor(IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken)
    {
        var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken);
        var rules = options.Start is null ? RulesFor(rows, summary, components, options, cancellationToken) : null;
        return new GaussianFamily(regularization, rules, prior?.For(summary, structure, components)) { Centre = summary.Mean.ToArray() };
    }

    private DegeneracyRules RulesFor(IRowSource rows, DataSummary summary, int components, MixtureOptions options, CancellationToken cancellationToken) =>
        DegeneracyRules.Of(rows, summary, components, new GaussianMixtureOptions(options) { Covariance = structure, Prior = prior, Regularization = regularization }, cancellationToken);

    private Func<GaussianParameters, Degeneracy?>? TieCheckOf(
        IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken, Action<long, Span<double>>? settle = null)
    {
        var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken);
        var rules = RulesFor(rows, summary, components, options, cancellationToken);
        return rules.CountsRows(structure, rows.Columns) ? new TieCheck(rows, rules.Resolution, options.Em.Threads, cancellationToken) { Settle = settle }.Find : null;
    }

    /// <inheritdoc/>
    internal override string? PriorName => prior?.Name;

    /// <inheritdoc/>
    internal override bool IsNarrowerThan(ComponentKind other) => other is GaussianKind { Covariance: var wide } && structure.IsNarrowerThan(wide);
}
