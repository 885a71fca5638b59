using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Gaussians with full covariances in more than four dimensions: packed triangular factors.</summary>
internal class FullGaussians : PackedGaussians
{
    private readonly AlignedBuffer factors;
    private readonly int factorStride;

    /// <summary>Room for K factors, or for the one that all share.</summary>
    public FullGaussians(int dimension, int components, bool tied)
        : base(dimension, components)
    {
        IsTied = tied;
        int length = BlockLayout.RoundUp(TriangularDistance.PackedLength(dimension), 8);
        factorStride = tied ? 0 : length;
        this.factors = new AlignedBuffer(tied ? length : components * length);
    }

    /// <summary>Whether all components share the factor.</summary>
    public bool IsTied { get; }

    /// <inheritdoc/>
    public override int BlockRows => Dimension <= 64 ? 256 : 128;

    /// <inheritdoc/>
    public override GaussianKernel CreateKernel() => Lanes.AreWide ? new Wide.FullKernel(this) : new FullKernel(this);

    /// <inheritdoc/>
    public override GaussianSums CreateSums() =>
        new(Components, Dimension, IsTied ? SecondMoments.PooledTriangle : SecondMoments.Triangles);

    /// <summary>The packed factor of a component.</summary>
    internal ref double FactorAt(int component) => ref this.factors.At(component * factorStride);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SetFactor(int k, ReadOnlySpan<double> inverseFactor)
    {
        if (k == 0 || !IsTied)
        {
            TriangularDistance.Pack(inverseFactor, Dimension, this.factors.Span[(k * factorStride)..]);
        }
    }
}
