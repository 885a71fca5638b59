using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The kernel for a covariance that all components share, in more than four dimensions.</summary>
internal sealed class TiedKernel : FullKernel
{
    private readonly AlignedBuffer z;
    private readonly AlignedBuffer whitened;
    private readonly TiedScatter? tiedScatter;

    /// <summary>A workspace for parameters of this shape.</summary>
    public TiedKernel(PackedGaussians shape)
        : base(shape)
    {
        z = new AlignedBuffer(shape.Dimension * BlockLayout.PanelRows);
        whitened = new AlignedBuffer(shape.Dimension * BlockLayout.PanelRows);
        tiedScatter = shape.Dimension > FewDimensions ? new TiedScatter(shape.Dimension, BlockRows, Active, Scatter) : null;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Accumulate(PackedGaussians parameters, ReadOnlySpan<double> responsibilities, GaussianSums sums)
    {
        TiedGaussians tied = (TiedGaussians)parameters;
        if (tiedScatter is null || !tied.MayWhiten || sums.Kind != SecondMoments.PooledTriangle || !tiedScatter.TryAdd(Block, tied, responsibilities, Stride, sums))
        {
            base.Accumulate(parameters, responsibilities, sums);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ComputeLogJoint(PackedGaussians parameters, Span<double> destination)
    {
        TiedGaussians tied = (TiedGaussians)parameters;
        if (!tied.MayWhiten)
        {
            base.ComputeLogJoint(parameters, destination);
            return;
        }

        for (int panel = 0; panel < Block.PanelCount; panel++)
        {
            TriangularProduct.Compute(ref Block.Panel(panel), ref tied.CenterAt, ref tied.FactorAt(0), tied.Dimension, ref z.At(0), ref whitened.At(0));
            for (int k = 0; k < tied.Components; k++)
            {
                DiagonalDistance.Spherical(
                    ref whitened.At(0), ref tied.WhitenedMeanAt(k), 1.0, tied.Dimension, tied.Offset(k), ref destination[(k * Stride) + (panel * BlockLayout.PanelRows)]);
            }
        }
    }
}
