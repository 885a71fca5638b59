using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Mixtures.Noise;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Parts;
using Mixtura.Mixtures.Search;

namespace Mixtura.Families.StudentT;

/// <summary>Mixtures of multivariate Student-t distributions (Peel and McLachlan 2000): Gaussians with heavier tails, which outliers move less.</summary>
public static class StudentTMixture
{
    /// <summary>The kind of component.</summary>
    /// <param name="structure">What the scale matrices have in common; null for <see cref="CovarianceStructure.Full"/>.</param>
    /// <param name="degreesOfFreedom">Estimated one a component, shared, or fixed; null for <see cref="DegreesOfFreedom.Estimated"/>.</param>
    public static ComponentKind Kind(CovarianceStructure? structure = null, DegreesOfFreedom? degreesOfFreedom = null) =>
        new StudentTKind(structure ?? CovarianceStructure.Full, degreesOfFreedom ?? DegreesOfFreedom.Estimated);

    /// <summary>Fits a mixture to rows by EM, from several starts.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="structure">What the scale matrices have in common; null for full ones.</param>
    /// <param name="degreesOfFreedom">Estimated one a component, shared, or fixed; null for estimated.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="InputException">The data cannot be fitted.</exception>
    public static MixtureFit Fit(
        IRowSource rows, int components, CovarianceStructure? structure = null, DegreesOfFreedom? degreesOfFreedom = null, MixtureOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Kind(structure, degreesOfFreedom).Fit(rows, components, options, progress, cancellationToken);

    /// <summary>The same for rows in memory.</summary>
    /// <param name="rows">The data, N×D.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="structure">What the scale matrices have in common; null for full ones.</param>
    /// <param name="degreesOfFreedom">Estimated one a component, shared, or fixed; null for estimated.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="weights">One weight wᵢ ≥ 0 a row, which then counts wᵢ times; null for 1 each.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="InputException">The data cannot be fitted.</exception>
    [OverloadResolutionPriority(1)]
    public static MixtureFit Fit(
        RowMatrix rows, int components, CovarianceStructure? structure = null, DegreesOfFreedom? degreesOfFreedom = null, MixtureOptions? options = null,
        ReadOnlyMemory<double>? weights = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Kind(structure, degreesOfFreedom).Fit(rows, components, options, weights, progress, cancellationToken);

    /// <summary>The same for rows that are enumerated once and copied.</summary>
    /// <inheritdoc cref="Fit(RowMatrix, int, CovarianceStructure?, DegreesOfFreedom?, MixtureOptions?, ReadOnlyMemory{double}?, IProgress{FitProgress}?, CancellationToken)"/>
    public static MixtureFit Fit(
        IEnumerable<double[]> rows, int components, CovarianceStructure? structure = null, DegreesOfFreedom? degreesOfFreedom = null, MixtureOptions? options = null,
        ReadOnlyMemory<double>? weights = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(RowMatrix.Copy(rows), components, structure, degreesOfFreedom, options, weights, progress, cancellationToken);

    /// <summary>What the scale matrices of a mixture have in common.</summary>
    /// <param name="mixture">A mixture of this kind.</param>
    /// <exception cref="ArgumentException">It is of another kind.</exception>
    public static CovarianceStructure StructureOf(Mixture mixture) => mixture?.WithoutNoise is Mixture<StudentTParameters, StudentTStatistics> { Model: var model }
        ? model.Gaussians.Structure
        : throw new ArgumentException("The mixture is of another kind. Give one of Student-t distributions.", nameof(mixture));

    private sealed class StudentTKind(CovarianceStructure structure, DegreesOfFreedom degrees) : ComponentKind("student-t")
    {
        private CovarianceStructure Scale => structure;

        private DegreesOfFreedom Degrees => degrees;

        public override string StructureName => structure.Name;

        public override string Title => structure.MclustName;

        internal override MixtureFit Fit(
            IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
            new MixtureFitter<StudentTParameters, StudentTStatistics>(FamilyFor(rows, components, options, cancellationToken), rows, components, options, progress, cancellationToken)
            {
                Hints = hints,
                FamilyFor = few => FamilyFor(few, components, options, cancellationToken),
            }.Fit();

        internal override MixtureFit FitWithNoise(NoiseRequest request) => new NoisyFitter<StudentTParameters, StudentTStatistics>(request)
        {
            FamilyFor = over => FamilyFor(over, request.Components, request.Options, request.CancellationToken),
            Mixture = model => new Mixture<StudentTParameters, StudentTStatistics>(new StudentTFamily(structure, degrees), model, request.Rows.FeatureNames),
        }.Fit();

        internal override MixtureFit FitWithLabels(LabelRequest request) => new LabelledFitter<StudentTParameters, StudentTStatistics>(request)
        {
            FamilyFor = over => FamilyFor(over, request.Components, request.Options, request.CancellationToken),
            Mixture = model => new Mixture<StudentTParameters, StudentTStatistics>(new StudentTFamily(structure, degrees), model, request.Rows.FeatureNames),
        }.Fit();

        internal override IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken) =>
            OnlineFit<StudentTParameters, StudentTStatistics>.From(
                known.Seen is { } rows ? FamilyFor(rows, start.Components, options, cancellationToken) : new StudentTFamily(structure, degrees),
                start, known, online, (model, names) => new Mixture<StudentTParameters, StudentTStatistics>(new StudentTFamily(structure, degrees), model, names));

        internal override int ParameterCount(DataSummary summary, int components)
        {
            var family = new StudentTFamily(structure, degrees);
            return family.ParameterCount(family.Pooled(summary, components));
        }

        internal override FamilyPart AsPart() => PartOf(new StudentTFamily(structure, degrees));

        internal override FamilyPart AsPart(IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken) =>
            PartOf(FamilyFor(rows, components, options, cancellationToken, isPart: true));

        internal override bool IsNarrowerThan(ComponentKind other) => other is StudentTKind wide && wide.Degrees == degrees && structure.IsNarrowerThan(wide.Scale);

        public override Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null)
        {
            var family = new StudentTFamily(structure, degrees);
            return new Mixture<StudentTParameters, StudentTStatistics>(family, family.Create(parameters), featureNames);
        }

        private static FamilyPart<StudentTParameters, StudentTStatistics> PartOf(StudentTFamily family) => new(family) { Structure = static model => model.Structure.Name };

        private StudentTFamily FamilyFor(IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken, bool isPart = false)
        {
            var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken);

            // locations and scales are judged as means and covariances are
            var rules = options.Start is null
                ? DegeneracyRules.Of(rows, summary, components, new GaussianMixtureOptions(options) { Covariance = structure }, cancellationToken)
                : null;
            var start = options.Fixed is null ? null : (options.Start as Mixture<StudentTParameters, StudentTStatistics>)?.Model;
            return new StudentTFamily(structure, degrees, guard: rules, held: start is null ? null : HeldParts.Of(options.Fixed, start.Gaussians, hasFreedom: true), startFreedom: start?.DegreesOfFreedom) { Centre = isPart ? summary.Mean.ToArray() : null };
        }
    }
}
