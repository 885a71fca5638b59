using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Mixtures;

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

    private sealed class StudentTKind(CovarianceStructure structure, DegreesOfFreedom degrees) : ScaleMixtureKind<StudentTParameters, StudentTStatistics>("student-t", structure)
    {
        private DegreesOfFreedom Degrees => degrees;

        internal override bool IsNarrowerThan(ComponentKind other) => other is StudentTKind wide && wide.Degrees == degrees && Structure.IsNarrowerThan(wide.Structure);

        protected override bool HasFreedom => true;

        protected override ScaleMixtureFamily<StudentTParameters, StudentTStatistics> Unguarded() => new StudentTFamily(Structure, degrees);

        protected override ScaleMixtureFamily<StudentTParameters, StudentTStatistics> FamilyOf(DegeneracyRules? rules, StudentTParameters? start, HeldParts? held, double[] mean, bool isPart) =>
            new StudentTFamily(Structure, degrees, guard: rules, held: held, startFreedom: start?.DegreesOfFreedom) { Centre = isPart ? mean : null };
    }
}
