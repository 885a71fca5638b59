using Mixtura.Gaussian.Covariances;
using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>What the covariance matrices of a Gaussian mixture may look like, and have in common.</summary>
/// <remarks>A closed set of immutable values; each has a file of its own in <c>Covariances/</c>, which holds all that the structure decides:
/// its M-step (eq. 18), its factor for the E-step, its count of parameters.</remarks>
public abstract class CovarianceStructure
{
    private protected CovarianceStructure(string name, string mclustName)
    {
        Name = name;
        MclustName = mclustName;
    }

    /// <summary>A symmetric matrix of its own for every component (mclust's VVV).</summary>
    public static CovarianceStructure Full { get; } = new FullCovariance();

    /// <summary>One symmetric matrix for all components (mclust's EEE).</summary>
    public static CovarianceStructure Tied { get; } = new TiedCovariance();

    /// <summary>A variance for every component and feature, no correlations (mclust's VVI).</summary>
    public static CovarianceStructure Diagonal { get; } = new DiagonalCovariance();

    /// <summary>One variance for every component, the same in all directions (mclust's VII).</summary>
    public static CovarianceStructure Spherical { get; } = new SphericalCovariance();

    /// <summary>All structures.</summary>
    public static IReadOnlyList<CovarianceStructure> All { get; } = [Full, Tied, Diagonal, Spherical];

    /// <summary>The name in files and on the command line: <c>full</c>, <c>tied</c>, <c>diagonal</c> or <c>spherical</c>.</summary>
    public string Name { get; }

    /// <summary>What mclust calls it: <c>VVV</c>, <c>EEE</c>, <c>VVI</c> or <c>VII</c>.</summary>
    public string MclustName { get; }

    /// <summary>The structure with this name, ours or mclust's, in any case; null if there is none.</summary>
    public static CovarianceStructure? Find(string name) => All.FirstOrDefault(structure =>
        string.Equals(structure.Name, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(structure.MclustName, name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The free parameters of K covariances of D features.</summary>
    public abstract int ParameterCount(int components, int features);

    /// <summary>The numbers that hold all covariances, and as many that hold their factors.</summary>
    internal abstract int StorageLength(int components, int features);

    /// <summary>Room for what the kernels read of K components.</summary>
    internal abstract PackedGaussians CreatePacked(int components, int features);

    /// <summary>The numbers of <c>parameters.Factors</c> that belong to a component: L⁻¹, or the inverse standard deviations.</summary>
    internal abstract ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component);

    /// <summary>The M-step for the covariances (eq. 18): fills <c>next.Covariances</c> from moments about the current means.</summary>
    /// <param name="moments">The moments about the current means.</param>
    /// <param name="shifts">δₖ = μₖ_new − μₖ_current, K×D: the moments move to the new means by Σ r zzᵀ − (Σ r) δδᵀ.</param>
    /// <param name="regularization">Added to every variance.</param>
    /// <param name="next">The parameters to fill.</param>
    internal abstract void Maximize(GaussianMoments moments, ReadOnlySpan<double> shifts, double regularization, GaussianParameters next);

    /// <summary>The numbers of local coordinates of all covariances.</summary>
    internal abstract int TangentLength(int components, int features);

    /// <summary>The gradient of the bound per row in these coordinates.</summary>
    internal abstract void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient);

    /// <summary>The coordinates of <paramref name="to"/>'s covariances as seen from <paramref name="from"/>.</summary>
    internal abstract void Tangent(GaussianParameters from, GaussianParameters to, FactorChart chart, Span<double> tangent);

    /// <summary>Fills <c>next.Covariances</c> with those at these coordinates.</summary>
    internal abstract void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, GaussianParameters next);

    /// <summary>Whether all components have one covariance.</summary>
    internal virtual bool IsShared => false;

    /// <summary>Factors the covariances for the E-step: fills <c>parameters.Factors</c> with L⁻¹ (Σ = LLᵀ) and the log determinants of L.</summary>
    /// <returns>The first component whose covariance is not positive definite in double precision, or −1.</returns>
    internal abstract int TryFactor(GaussianParameters parameters);

    /// <summary>Writes one component's full D×D covariance.</summary>
    internal abstract void WriteCovariance(GaussianParameters parameters, int component, Span<double> destination);

    /// <summary>log|Σ| of what the structure makes of one full covariance.</summary>
    internal virtual double LogDeterminant(double[] covariance, int features)
    {
        var factor = new double[features * features];
        return Cholesky.TryFactor(covariance, features, factor) ? 2 * Cholesky.LogDeterminant(factor, features) : double.NegativeInfinity;
    }

    /// <summary>Fills the storage with what comes nearest to K full covariances: their (weighted) averages over what the structure shares.</summary>
    internal abstract void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> covariances, GaussianParameters destination);

    /// <summary>The fewest rows' worth that a component of its own covariance can be estimated from.</summary>
    internal abstract int RowsNeeded(int features);

    /// <summary>The smallest standard deviation of a component relative to the data's in the same direction, and that direction.</summary>
    internal abstract RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale);

    /// <summary>Whether the structure's estimate is singular on data whose covariance is.</summary>
    internal abstract bool NeedsIndependentFeatures { get; }

    /// <summary>Whether the structure's estimate is singular on data with a constant feature.</summary>
    internal virtual bool NeedsVaryingFeatures => true;
}
