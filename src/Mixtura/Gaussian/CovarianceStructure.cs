using Mixtura.Gaussian.Covariances;
using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian;

/// <summary>What the covariance matrices of a Gaussian mixture may look like, and have in common: Σₖ = λₖ·Dₖ·Aₖ·Dₖᵀ with the volume λₖ, the shape Aₖ (diagonal,
/// determinant 1) and the orientation Dₖ (Celeux and Govaert 1995).</summary>
/// <remarks>mclust's names have a letter for each of volume, shape and orientation: E equal in all components, V varying, I the identity. A closed set of
/// immutable values; each has a file of its own in <c>Covariances/</c>, which holds all that the structure decides: its M-step (eq. 18), its count of parameters.</remarks>
public abstract class CovarianceStructure
{
    private protected CovarianceStructure(string name, string mclustName, CovarianceStorage storage)
    {
        Name = name;
        MclustName = mclustName;
        Storage = storage;
    }

    /// <summary>A symmetric matrix of its own for every component (mclust's VVV).</summary>
    public static CovarianceStructure Full { get; } = new FullCovariance();

    /// <summary>One symmetric matrix for all components (mclust's EEE).</summary>
    public static CovarianceStructure Tied { get; } = new TiedCovariance();

    /// <summary>A variance for every component and feature, no correlations (mclust's VVI).</summary>
    public static CovarianceStructure Diagonal { get; } = new DiagonalCovariance();

    /// <summary>One variance for every component, the same in all directions (mclust's VII).</summary>
    public static CovarianceStructure Spherical { get; } = new SphericalCovariance();

    /// <summary>mclust's name of <see cref="Full"/>.</summary>
    public static CovarianceStructure VVV => Full;

    /// <summary>mclust's name of <see cref="Tied"/>.</summary>
    public static CovarianceStructure EEE => Tied;

    /// <summary>mclust's name of <see cref="Diagonal"/>.</summary>
    public static CovarianceStructure VVI => Diagonal;

    /// <summary>mclust's name of <see cref="Spherical"/>.</summary>
    public static CovarianceStructure VII => Spherical;

    /// <summary>EII: Σₖ = λI, one sphere for all.</summary>
    public static CovarianceStructure EII { get; } = new EiiCovariance();

    /// <summary>EEI: Σₖ = λA, one ellipsoid along the axes for all.</summary>
    public static CovarianceStructure EEI { get; } = new EeiCovariance();

    /// <summary>VEI: Σₖ = λₖA, ellipsoids along the axes of equal shape.</summary>
    public static CovarianceStructure VEI { get; } = new VeiCovariance();

    /// <summary>EVI: Σₖ = λAₖ, ellipsoids along the axes of equal volume.</summary>
    public static CovarianceStructure EVI { get; } = new EviCovariance();

    /// <summary>VEE: Σₖ = λₖDADᵀ, one ellipsoid in sizes of their own.</summary>
    public static CovarianceStructure VEE { get; } = new VeeCovariance();

    /// <summary>EVE: Σₖ = λDAₖDᵀ, equal volumes, shapes of their own along common axes.</summary>
    public static CovarianceStructure EVE { get; } = new EveCovariance();

    /// <summary>VVE: Σₖ = λₖDAₖDᵀ, volumes and shapes of their own along common axes.</summary>
    public static CovarianceStructure VVE { get; } = new VveCovariance();

    /// <summary>EEV: Σₖ = λDₖADₖᵀ, one ellipsoid in orientations of their own.</summary>
    public static CovarianceStructure EEV { get; } = new EevCovariance();

    /// <summary>VEV: Σₖ = λₖDₖADₖᵀ, one shape in sizes and orientations of their own.</summary>
    public static CovarianceStructure VEV { get; } = new VevCovariance();

    /// <summary>EVV: Σₖ = λDₖAₖDₖᵀ, equal volumes, shapes and orientations of their own.</summary>
    public static CovarianceStructure EVV { get; } = new EvvCovariance();

    /// <summary>All structures, in mclust's order: EII VII EEI VEI EVI VVI EEE VEE EVE VVE EEV VEV EVV VVV.</summary>
    public static IReadOnlyList<CovarianceStructure> All { get; } =
        [EII, Spherical, EEI, VEI, EVI, Diagonal, Tied, VEE, EVE, VVE, EEV, VEV, EVV, Full];

    /// <summary>The name in files and on the command line: <c>full</c>, <c>tied</c>, <c>diagonal</c>, <c>spherical</c>, or mclust's.</summary>
    public string Name { get; }

    /// <summary>What mclust calls it.</summary>
    public string MclustName { get; }

    /// <summary>Whether features may be correlated within a component; where not, variances say all.</summary>
    public bool HasCorrelations => Storage.HasCorrelations;

    /// <summary>The structure with this name, ours or mclust's, in any case; null if there is none.</summary>
    public static CovarianceStructure? Find(string name) => All.FirstOrDefault(structure =>
        string.Equals(structure.Name, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(structure.MclustName, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether every model of this structure is one of the other as well, told from mclust's letters.</summary>
    internal bool IsNarrowerThan(CovarianceStructure wide)
    {
        // I is equal in all components, and E is a case of V
        static bool Holds(char narrow, char wide) => narrow == wide || narrow == 'I' || (narrow == 'E' && wide == 'V');

        return this != wide && MclustName.Zip(wide.MclustName).All(static pair => Holds(pair.First, pair.Second));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The free parameters of K covariances of D features.</summary>
    public abstract int ParameterCount(int components, int features);

    /// <summary>What the covariances of some of the features look like: equal volumes and common axes of all features are not those of a part.</summary>
    internal virtual CovarianceStructure OfParts => this;

    /// <summary>How the covariances are kept.</summary>
    internal CovarianceStorage Storage { get; }

    /// <summary>Whether all components have one covariance.</summary>
    internal bool IsShared => Storage.IsShared;

    /// <summary>Whether the likelihood is bounded whatever becomes of a component: volume and shape are the same in all, so that none can shrink alone.</summary>
    internal bool IsBounded(int features) => MclustName[0] == 'E' && (features == 1 || MclustName[1] is 'I' or 'E');

    /// <summary>The fewest rows' worth that a component of its own covariance can be estimated from.</summary>
    internal abstract int RowsNeeded(int features);

    /// <summary>Whether the structure's estimate is singular on data whose covariance is.</summary>
    internal bool NeedsIndependentFeatures => Storage.HasCorrelations;

    /// <summary>Whether the structure's estimate is singular on data with a constant feature.</summary>
    internal bool NeedsVaryingFeatures => !Storage.IsSpherical;

    /// <summary>The M-step for the covariances (eq. 18): fills <c>next.Covariances</c> from moments about the current means.</summary>
    /// <param name="moments">The moments about the current means.</param>
    /// <param name="shifts">δₖ = μₖ_new − μₖ_current, K×D: the moments move to the new means by Σ r zzᵀ − (Σ r) δδᵀ.</param>
    /// <param name="regularization">Added to every variance.</param>
    /// <param name="next">The parameters to fill.</param>
    internal abstract void Maximize(GaussianMoments moments, ReadOnlySpan<double> shifts, double regularization, GaussianParameters next);

    /// <summary>Whether the gradient in the local coordinates is known; where it is not, EM's own step stands for it, to which it is equal to first order.</summary>
    internal virtual bool HasGradient => true;

    /// <summary>The gradient of the bound per row in the local coordinates of the covariances.</summary>
    internal abstract void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient);

    /// <summary>Brings covariances that were moved freely back to the structure.</summary>
    internal virtual void Restore(double[] weights, double[] covariances, int features)
    {
    }

    /// <summary>Fills the storage with what comes nearest to K covariances, each in the storage's form: the M-step as if each were the scatter of its component's
    /// rows.</summary>
    internal abstract void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> forms, GaussianParameters destination);

    /// <inheritdoc cref="CovarianceStorage.Length"/>
    internal int StorageLength(int components, int features) => Storage.Length(components, features);

    /// <inheritdoc cref="CovarianceStorage.CreatePacked"/>
    internal PackedGaussians CreatePacked(int components, int features) => Storage.CreatePacked(components, features);

    /// <inheritdoc cref="CovarianceStorage.FactorOf"/>
    internal ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component) => Storage.FactorOf(parameters, component);

    /// <inheritdoc cref="CovarianceStorage.FormLength"/>
    internal int FormLength(int features) => Storage.FormLength(features);

    /// <inheritdoc cref="CovarianceStorage.WriteForm"/>
    internal void WriteForm(GaussianParameters parameters, int component, Span<double> destination) =>
        Storage.WriteForm(parameters, component, destination);

    /// <inheritdoc cref="CovarianceStorage.WriteCovariance"/>
    internal void WriteCovariance(GaussianParameters parameters, int component, Span<double> destination) =>
        Storage.WriteCovariance(parameters, component, destination);
}
