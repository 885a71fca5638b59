using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The kernel for full and tied covariances in one to four dimensions.</summary>
internal sealed class SmallKernel : GaussianKernel
{
    /// <summary>A workspace for parameters of this shape.</summary>
    public SmallKernel(PackedGaussians shape)
        : base(shape, shape.BlockRows, readsRows: false)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Accumulate(PackedGaussians parameters, ReadOnlySpan<double> responsibilities, GaussianSums sums)
    {
        int padded = Block.PanelCount * BlockLayout.PanelRows;
        ArgumentOutOfRangeException.ThrowIfLessThan(responsibilities.Length, ((parameters.Components - 1) * Stride) + padded);
        for (int k = 0; k < parameters.Components; k++)
        {
            SmallScatter.Add(
                parameters.Dimension, ref Block.Panel(0), in responsibilities[k * Stride], ref parameters.MeanAt(k), Block.PanelCount,
                ref sums.CountAt(k), ref sums.FirstAt(k), ref sums.SecondAt(k));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ComputeLogJoint(PackedGaussians parameters, Span<double> destination)
    {
        SmallGaussians small = (SmallGaussians)parameters;
        for (int k = 0; k < small.Components; k++)
        {
            SmallDistance.Compute(
                small.Dimension, ref Block.Panel(0), ref small.MeanAt(k), ref small.FactorAt(k), small.Offset(k), Block.PanelCount, ref destination[k * Stride]);
        }
    }
}
