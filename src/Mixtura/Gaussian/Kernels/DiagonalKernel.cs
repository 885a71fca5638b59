using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The kernel for diagonal and spherical covariances.</summary>
internal sealed class DiagonalKernel : GaussianKernel
{
    private const int FewDimensions = 4;

    private readonly ActiveRows active;

    /// <summary>A workspace for parameters of this shape.</summary>
    public DiagonalKernel(PackedGaussians shape)
        : base(shape, shape.BlockRows, readsRows: shape.Dimension > FewDimensions)
    {
        active = new ActiveRows(BlockRows, Block.RowStride);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Accumulate(PackedGaussians parameters, ReadOnlySpan<double> responsibilities, GaussianSums sums)
    {
        int padded = Block.PanelCount * BlockLayout.PanelRows;
        ArgumentOutOfRangeException.ThrowIfLessThan(responsibilities.Length, ((parameters.Components - 1) * Stride) + padded);
        for (int k = 0; k < parameters.Components; k++)
        {
            ref readonly double r = ref responsibilities[k * Stride];
            if (parameters.Dimension <= FewDimensions)
            {
                DiagonalScatter.AddPanels(
                    Block, parameters.Dimension, in r, ref parameters.MeanAt(k), ref sums.CountAt(k), ref sums.FirstAt(k), ref sums.SecondAt(k));
                continue;
            }

            active.Collect(in r, padded);
            DiagonalScatter.Add(Block, active, ref parameters.MeanAt(k), ref sums.CountAt(k), ref sums.FirstAt(k), ref sums.SecondAt(k));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ComputeLogJoint(PackedGaussians parameters, Span<double> destination)
    {
        DiagonalGaussians diagonal = (DiagonalGaussians)parameters;
        for (int k = 0; k < diagonal.Components; k++)
        {
            for (int panel = 0; panel < Block.PanelCount; panel++)
            {
                LogJoint(diagonal, k, ref Block.Panel(panel), ref destination[(k * Stride) + (panel * BlockLayout.PanelRows)]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogJoint(DiagonalGaussians diagonal, int k, ref double panel, ref double destination)
    {
        if (diagonal.IsSpherical)
        {
            DiagonalDistance.Spherical(ref panel, ref diagonal.MeanAt(k), diagonal.ScaleAt(k), diagonal.Dimension, diagonal.Offset(k), ref destination);
        }
        else
        {
            DiagonalDistance.Diagonal(ref panel, ref diagonal.MeanAt(k), ref diagonal.ScaleAt(k), diagonal.Dimension, diagonal.Offset(k), ref destination);
        }
    }
}
