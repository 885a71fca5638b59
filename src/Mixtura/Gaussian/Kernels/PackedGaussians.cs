using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>
/// K Gaussians in the form the kernels read: written once an iteration (without allocating), then shared read-only by all
/// threads. Call <see cref="SetComponent"/> for k = 0…K−1, then <see cref="Complete"/>.
/// </summary>
internal abstract class PackedGaussians
{
    private readonly AlignedBuffer means;
    private readonly double[] offsets;

    /// <summary>Room for <paramref name="components"/> Gaussians of <paramref name="dimension"/> features.</summary>
    protected PackedGaussians(int dimension, int components)
    {
        Dimension = dimension;
        Components = components;
        Columns = BlockLayout.PadColumns(dimension);
        means = new AlignedBuffer(components * Columns);
        offsets = new double[components];
    }

    /// <summary>D.</summary>
    public int Dimension { get; }

    /// <summary>K.</summary>
    public int Components { get; }

    /// <summary>D, padded.</summary>
    public int Columns { get; }

    /// <summary>Full covariances.</summary>
    public static PackedGaussians Full(int dimension, int components) =>
        dimension <= 4 ? new SmallGaussians(dimension, components, tied: false) : new FullGaussians(dimension, components, tied: false);

    /// <summary>One covariance for all components.</summary>
    public static PackedGaussians Tied(int dimension, int components) =>
        dimension <= 4 ? new SmallGaussians(dimension, components, tied: true) : new TiedGaussians(dimension, components);

    /// <summary>Diagonal covariances.</summary>
    public static PackedGaussians Diagonal(int dimension, int components) => new DiagonalGaussians(dimension, components, spherical: false);

    /// <summary>Multiples of the identity.</summary>
    public static PackedGaussians Spherical(int dimension, int components) => new DiagonalGaussians(dimension, components, spherical: true);

    /// <summary>Sets component <paramref name="k"/>.</summary>
    /// <param name="k">0…K−1.</param>
    /// <param name="mean">μ, D values.</param>
    /// <param name="inverseFactor">
    /// Full and tied: L⁻¹, D × D row-major, lower triangular (what lies above the diagonal is not read), so that the
    /// Mahalanobis distance is |L⁻¹(x−μ)|²; tied reads that of component 0 only. Diagonal: D inverse standard deviations. Spherical: one.
    /// </param>
    /// <param name="offset">log weight − D/2 log 2π − log det L, or what stands in its place.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetComponent(int k, ReadOnlySpan<double> mean, ReadOnlySpan<double> inverseFactor, double offset)
    {
        mean[..Dimension].CopyTo(means.Span.Slice(k * Columns, Dimension));
        offsets[k] = offset;
        SetFactor(k, inverseFactor);
    }

    /// <summary>To be called when all components are set.</summary>
    public virtual void Complete()
    {
    }

    /// <summary>The most rows that a kernel takes at a time: as many as stay in cache with their log joints.</summary>
    public abstract int BlockRows { get; }

    /// <summary>A workspace for one thread.</summary>
    public abstract GaussianKernel CreateKernel();

    /// <summary>Zero sums of the right shape.</summary>
    public abstract GaussianSums CreateSums();

    /// <summary>μ of a component, padded with zeros.</summary>
    internal ref double MeanAt(int component) => ref means.At(component * Columns);

    /// <summary>The constant of a component's log joint.</summary>
    internal double Offset(int component) => offsets[component];

    /// <summary>Packs the factor of component <paramref name="k"/>.</summary>
    protected abstract void SetFactor(int k, ReadOnlySpan<double> inverseFactor);
}
