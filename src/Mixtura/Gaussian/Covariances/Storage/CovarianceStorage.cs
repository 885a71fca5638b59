using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian.Covariances.Storage;

/// <summary>How the covariances of a mixture are kept, factored for the E-step, and moved about: ellipsoids, one ellipsoid for all, ellipsoids along the axes, or spheres.</summary>
internal abstract class CovarianceStorage
{
    /// <summary>K matrices, D×D each.</summary>
    public static CovarianceStorage Ellipsoids { get; } = new EllipsoidStorage();

    /// <summary>One matrix, D×D.</summary>
    public static CovarianceStorage SharedEllipsoid { get; } = new SharedEllipsoidStorage();

    /// <summary>K×D variances.</summary>
    public static CovarianceStorage Axes { get; } = new AxisStorage();

    /// <summary>K variances.</summary>
    public static CovarianceStorage Spheres { get; } = new SphereStorage();

    /// <summary>Whether all components have one covariance.</summary>
    public virtual bool IsShared => false;

    /// <summary>Whether correlations are kept, so that the second moments are triangles.</summary>
    public abstract bool HasCorrelations { get; }

    /// <summary>Whether there is one variance for all features.</summary>
    public virtual bool IsSpherical => false;

    /// <summary>The numbers that hold all covariances, and as many that hold their factors.</summary>
    public abstract int Length(int components, int features);

    /// <summary>Room for what the kernels read of K components.</summary>
    public abstract PackedGaussians CreatePacked(int components, int features);

    /// <summary>The numbers of <c>parameters.Factors</c> that belong to a component: L⁻¹, or the inverse standard deviations.</summary>
    public abstract ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component);

    /// <summary>Fills <c>parameters.Factors</c> with L⁻¹ (Σ = LLᵀ) and the log determinants of L.</summary>
    /// <returns>The first component whose covariance is not positive definite in double precision, or −1.</returns>
    public abstract int TryFactor(GaussianParameters parameters);

    /// <summary>The numbers of one covariance by itself, in the form in which starts and moves handle it: D×D with correlations, D variances without.</summary>
    public int FormLength(int features) => HasCorrelations ? features * features : features;

    /// <summary>Writes one component's covariance in that form.</summary>
    public void WriteForm(GaussianParameters parameters, int component, Span<double> destination)
    {
        if (HasCorrelations)
        {
            WriteCovariance(parameters, component, destination);
        }
        else
        {
            WriteVariances(parameters, component, destination);
        }
    }

    /// <summary>Writes one component's full D×D covariance, for whoever asks for it: nothing between the data and a model without correlations does.</summary>
    public virtual void WriteCovariance(GaussianParameters parameters, int component, Span<double> destination)
    {
        int d = parameters.Features;
        var variances = new double[d];
        WriteVariances(parameters, component, variances);
        destination[..(d * d)].Clear();
        for (int j = 0; j < d; j++)
        {
            destination[(j * d) + j] = variances[j];
        }
    }

    /// <summary>Writes one component's D variances.</summary>
    public abstract void WriteVariances(GaussianParameters parameters, int component, Span<double> destination);

    /// <summary>Copies one component's covariance to a place in other parameters of the same structure, bit by bit.</summary>
    public virtual void Copy(GaussianParameters source, int component, GaussianParameters destination, int place)
    {
        int length = Length(1, source.Features);
        source.Covariances.AsSpan(component * length, length).CopyTo(destination.Covariances.AsSpan(place * length));
    }

    /// <summary>log|Σ| of one covariance in its form.</summary>
    public abstract double LogDeterminant(double[] form, int features);

    /// <summary>The smallest standard deviation of a component relative to the data's in the same direction, and that direction.</summary>
    public abstract RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale);

    /// <summary>The number of local coordinates of all covariances.</summary>
    public abstract int TangentLength(int components, int features);

    /// <summary>The coordinates of other covariances as seen from <paramref name="from"/>.</summary>
    public abstract void Tangent(GaussianParameters from, double[] covariances, FactorChart chart, Span<double> tangent);

    /// <summary>The covariances at these coordinates.</summary>
    public abstract void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, double[] covariances);
}
