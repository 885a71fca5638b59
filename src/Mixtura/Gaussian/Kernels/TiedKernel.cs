using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The kernel for a covariance that all components share, in more than four dimensions.</summary>
internal sealed class TiedKernel : FullKernel
{
    private readonly AlignedBuffer _z;
    private readonly AlignedBuffer _whitened;

    /// <summary>A workspace for parameters of this shape.</summary>
    public TiedKernel(PackedGaussians shape)
        : base(shape)
    {
        _z = new AlignedBuffer(shape.Dimension * BlockLayout.PanelRows);
        _whitened = new AlignedBuffer(shape.Dimension * BlockLayout.PanelRows);
    }

    /// <inheritdoc/>
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
            TriangularProduct.Compute(ref Block.Panel(panel), ref tied.CenterAt, ref tied.FactorAt(0), tied.Dimension, ref _z.At(0), ref _whitened.At(0));
            for (int k = 0; k < tied.Components; k++)
            {
                DiagonalDistance.Spherical(
                    ref _whitened.At(0), ref tied.WhitenedMeanAt(k), 1.0, tied.Dimension, tied.Offset(k), ref destination[(k * Stride) + (panel * BlockLayout.PanelRows)]);
            }
        }
    }
}
