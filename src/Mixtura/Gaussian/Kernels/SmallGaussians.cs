using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Gaussians with full or tied covariances in one to four dimensions.</summary>
internal sealed class SmallGaussians : PackedGaussians
{
    private const int FactorStride = 16;

    private readonly bool tied;
    private readonly AlignedBuffer factors;

    /// <summary>Room for K factors; tied ones are copied, as they are small.</summary>
    public SmallGaussians(int dimension, int components, bool tied)
        : base(dimension, components)
    {
        this.tied = tied;
        this.factors = new AlignedBuffer(components * FactorStride);
    }

    /// <inheritdoc/>
    public override int BlockRows => 256;

    /// <inheritdoc/>
    public override GaussianKernel CreateKernel() => Lanes.AreWide ? new Wide.SmallKernel(this) : new SmallKernel(this);

    /// <inheritdoc/>
    public override GaussianSums CreateSums() => new(Components, Dimension, this.tied ? SecondMoments.PooledTriangle : SecondMoments.Triangles);

    /// <summary>L⁻¹ √½ of a component, lower triangle row by row.</summary>
    internal ref double FactorAt(int component) => ref this.factors.At(component * FactorStride);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SetFactor(int k, ReadOnlySpan<double> inverseFactor)
    {
        Span<double> own = this.factors.Span.Slice(k * FactorStride, FactorStride);
        if (this.tied && k > 0)
        {
            this.factors.Span[..FactorStride].CopyTo(own);
            return;
        }

        int to = 0;
        for (int row = 0; row < Dimension; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                own[to++] = inverseFactor[(row * Dimension) + column] * Math.Sqrt(0.5);
            }
        }
    }
}
