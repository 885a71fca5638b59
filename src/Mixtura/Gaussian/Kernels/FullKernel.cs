using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The kernel for full covariances in more than four dimensions.</summary>
internal class FullKernel : GaussianKernel
{
    /// <summary>Up to here the scatter takes panels of rows, above active rows.</summary>
    protected const int FewDimensions = 8;

    private readonly AlignedBuffer z;
    private readonly PanelScatter? panelScatter;
    private readonly BoundedSearch search;

    /// <summary>A workspace for parameters of this shape.</summary>
    public FullKernel(PackedGaussians shape)
        : base(shape, shape.BlockRows, readsRows: shape.Dimension > FewDimensions)
    {
        z = new AlignedBuffer(shape.Dimension * BlockLayout.PanelRows);
        Active = new ActiveRows(BlockRows, Block.RowStride);
        Scatter = new WeightedScatter(shape.Dimension);
        panelScatter = shape.Dimension <= FewDimensions ? new PanelScatter(shape.Dimension, BlockRows) : null;
        search = new BoundedSearch(shape, BlockRows, Stride);
    }

    /// <summary>The compaction, for kernels that share it.</summary>
    protected ActiveRows Active { get; }

    /// <summary>The scatter of active rows.</summary>
    protected WeightedScatter Scatter { get; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Accumulate(PackedGaussians parameters, ReadOnlySpan<double> responsibilities, GaussianSums sums)
    {
        int padded = Block.PanelCount * BlockLayout.PanelRows;
        ArgumentOutOfRangeException.ThrowIfLessThan(responsibilities.Length, ((parameters.Components - 1) * Stride) + padded);
        for (int k = 0; k < parameters.Components; k++)
        {
            ref readonly double r = ref responsibilities[k * Stride];
            if (panelScatter is not null)
            {
                panelScatter.Add(Block, in r, ref parameters.MeanAt(k), ref sums.CountAt(k), ref sums.FirstAt(k), ref sums.SecondAt(k));
                continue;
            }

            Active.Collect(in r, padded);
            if (Active.Count > 0)
            {
                Scatter.Add(Block, Active, ref parameters.MeanAt(k), ref sums.CountAt(k), ref sums.FirstAt(k), ref sums.SecondAt(k));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ComputeLogJoint(PackedGaussians parameters, Span<double> destination)
    {
        FullGaussians full = (FullGaussians)parameters;
        if (Prunes && search.TryRun(full, Block, destination))
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
        TriangularDistance.AllPanels(Block, ref full.MeanAt(k), ref full.FactorAt(k), factorRows, full.Offset(k), ref z.At(0), ref destination);
}
