using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The kernel for full covariances in more than four dimensions.</summary>
internal class FullKernel : GaussianKernel
{
    private readonly AlignedBuffer _z;
    private readonly ActiveRows _active;
    private readonly WeightedScatter _scatter;
    private readonly BoundedSearch _search;

    /// <summary>A workspace for parameters of this shape.</summary>
    public FullKernel(PackedGaussians shape)
        : base(shape, shape.BlockRows, readsRows: true)
    {
        _z = new AlignedBuffer(shape.Dimension * BlockLayout.PanelRows);
        _active = new ActiveRows(BlockRows);
        _scatter = new WeightedScatter(shape.Dimension);
        _search = new BoundedSearch(shape, BlockRows, Stride);
    }

    /// <summary>Whether components may be left out that provably do not matter; the results are the same bits.</summary>
    public bool Prunes { get; set; } = true;

    /// <inheritdoc/>
    public override void Accumulate(PackedGaussians parameters, ReadOnlySpan<double> responsibilities, GaussianSums sums)
    {
        int padded = Block.PanelCount * BlockLayout.PanelRows;
        ArgumentOutOfRangeException.ThrowIfLessThan(responsibilities.Length, ((parameters.Components - 1) * Stride) + padded);
        for (int k = 0; k < parameters.Components; k++)
        {
            _active.Collect(in responsibilities[k * Stride], padded);
            if (_active.Count > 0)
            {
                _scatter.Add(Block, _active, ref parameters.MeanAt(k), ref sums.CountAt(k), ref sums.FirstAt(k), ref sums.SecondAt(k));
            }
        }
    }

    /// <inheritdoc/>
    protected override void ComputeLogJoint(PackedGaussians parameters, Span<double> destination)
    {
        FullGaussians full = (FullGaussians)parameters;
        if (Prunes && _search.TryRun(full, Block, destination))
        {
            return;
        }

        for (int k = 0; k < full.Components; k++)
        {
            All(full, k, full.Dimension, ref destination[k * Stride]);
        }
    }

    /// <summary>The log joints (or, from fewer rows of the factor, their upper bounds) of one component with all rows.</summary>
    private void All(FullGaussians full, int k, int factorRows, ref double destination) =>
        TriangularDistance.AllPanels(Block, ref full.MeanAt(k), ref full.FactorAt(k), factorRows, full.Offset(k), ref _z.At(0), ref destination);
}
