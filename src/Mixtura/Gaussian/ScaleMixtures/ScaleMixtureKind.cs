using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Mixtures.Noise;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Parts;
using Mixtura.Mixtures.Search;

namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>A kind of component that is a scale mixture of Gaussians of one structure.</summary>
internal abstract class ScaleMixtureKind<TModel, TStatistics>(string name, CovarianceStructure structure) : ComponentKind(name)
    where TModel : ScaleMixtureParameters
    where TStatistics : class, IStatistics<TStatistics>, IScaleMixtureStatistics<TModel>
{
    public override string StructureName => structure.Name;

    public override string Title => structure.MclustName;

    /// <summary>What the scale matrices have in common.</summary>
    protected CovarianceStructure Structure => structure;

    internal override MixtureFit Fit(
        IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        new MixtureFitter<TModel, TStatistics>(FamilyOf(rows, components, options, isPart: false, cancellationToken), rows, components, options, progress, cancellationToken)
        {
            Hints = hints,
            FamilyFor = few => FamilyOf(few, components, options, isPart: false, cancellationToken),
        }.Fit();

    internal override MixtureFit FitWithNoise(NoiseRequest request) => new NoisyFitter<TModel, TStatistics>(request)
    {
        FamilyFor = over => FamilyOf(over, request.Components, request.Options, isPart: false, request.CancellationToken),
        Mixture = model => MixtureOf(model, request.Rows.FeatureNames),
    }.Fit();

    internal override MixtureFit FitWithLabels(LabelRequest request) => new LabelledFitter<TModel, TStatistics>(request)
    {
        FamilyFor = over => FamilyOf(over, request.Components, request.Options, isPart: false, request.CancellationToken),
        Mixture = model => MixtureOf(model, request.Rows.FeatureNames),
    }.Fit();

    internal override IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken) =>
        OnlineFit<TModel, TStatistics>.From(
            known.Seen is { } rows ? FamilyOf(rows, start.Components, options, isPart: false, cancellationToken) : Unguarded(), start, known, online, MixtureOf);

    internal override int ParameterCount(DataSummary summary, int components)
    {
        var family = Unguarded();
        return family.ParameterCount(family.Pooled(summary, components));
    }

    internal override FamilyPart AsPart() => PartOf(Unguarded());

    internal override FamilyPart AsPart(IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken) =>
        PartOf(FamilyOf(rows, components, options, isPart: true, cancellationToken));

    public override Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null) =>
        MixtureOf(Unguarded().Create(parameters), featureNames);

    /// <summary>The family of models that are given, not fitted.</summary>
    protected abstract ScaleMixtureFamily<TModel, TStatistics> Unguarded();

    /// <summary>The family of a fit.</summary>
    /// <param name="rules">What is degenerate.</param>
    /// <param name="start">The mixture that it starts from, of which parts are to stay; null for none.</param>
    /// <param name="held">Which; null for none.</param>
    /// <param name="mean">The data's mean.</param>
    /// <param name="isPart">Whether other columns stand beside these.</param>
    protected abstract ScaleMixtureFamily<TModel, TStatistics> FamilyOf(DegeneracyRules? rules, TModel? start, HeldParts? held, double[] mean, bool isPart);

    /// <summary>Whether components have degrees of freedom, which could stay fixed.</summary>
    protected virtual bool HasFreedom => false;

    private ScaleMixtureFamily<TModel, TStatistics> FamilyOf(IRowSource rows, int components, MixtureOptions options, bool isPart, CancellationToken cancellationToken)
    {
        var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken);

        // locations and scales are judged as means and covariances are
        var rules = options.Start is null
            ? DegeneracyRules.Of(rows, summary, components, new GaussianMixtureOptions(options) { Covariance = structure }, cancellationToken)
            : null;
        var start = options.Fixed is null ? null : (options.Start as Mixture<TModel, TStatistics>)?.Model;
        return FamilyOf(rules, start, start is null ? null : HeldParts.Of(options.Fixed, start.Gaussians, HasFreedom), summary.Mean.ToArray(), isPart);
    }

    private Mixture<TModel, TStatistics> MixtureOf(TModel model, IReadOnlyList<string>? featureNames) => new(Unguarded(), model, featureNames);

    private static FamilyPart<TModel, TStatistics> PartOf(ScaleMixtureFamily<TModel, TStatistics> family) => new(family) { Structure = static model => model.Gaussians.Structure.Name };
}
