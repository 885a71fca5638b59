using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>
/// The E-step and the sums of the M-step for one block of rows at a time; the workspace of one thread. Nothing is allocated
/// after construction.
/// </summary>
/// <remarks>
/// Load, then LogJoint, then (with <see cref="BlockLogSumExp"/> in between) Accumulate. The results depend on the rows and the parameters
/// only, not on earlier blocks.
/// </remarks>
internal abstract class GaussianKernel
{
    /// <summary>A workspace for blocks of at most <paramref name="blockRows"/> rows.</summary>
    /// <param name="shape">Parameters of the dimension in question.</param>
    /// <param name="blockRows">Chosen so that rows and log joints of a block stay in the cache.</param>
    /// <param name="readsRows">Whether the kernel reads rows as well as panels.</param>
    protected GaussianKernel(PackedGaussians shape, int blockRows, bool readsRows)
    {
        BlockRows = blockRows;
        Stride = BlockLayout.Stride(blockRows);
        Block = new PaddedBlock(shape.Dimension, blockRows, readsRows);
    }

    /// <summary>The most rows of a block.</summary>
    public int BlockRows { get; }

    /// <summary>The distance between components in the component-major block of log joints and responsibilities.</summary>
    public int Stride { get; }

    /// <summary>Whether components may be left out that provably do not matter to a mixture of Gaussians; the results are the same bits.</summary>
    public bool Prunes { get; set; } = true;

    /// <summary>Whether a loaded value is a NaN or an infinity.</summary>
    public bool HasNonFinite => Block.HasNonFinite;

    /// <summary>The loaded rows.</summary>
    protected PaddedBlock Block { get; }

    /// <summary>Copies <paramref name="count"/> ≤ <see cref="BlockRows"/> rows of D values, row-major.</summary>
    public void Load(ReadOnlySpan<double> rowMajor, int count) => Block.Load(rowMajor, count);

    /// <summary>log π_k + log N(x_i | k) of the loaded rows, the logarithm of eq. 3, component-major, K × <see cref="Stride"/>.</summary>
    /// <remarks>May be −∞ instead where it is more than <see cref="BlockLogSumExp.Negligible"/> below the maximum of the row.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LogJoint(PackedGaussians parameters, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, parameters.Components * Stride);
        ComputeLogJoint(parameters, destination);
        if (Block.HasNonFinite)
        {
            Block.ClearNonFiniteRows();
        }
    }

    /// <summary>Adds the moments of the loaded rows about the means, the sums in eqs. 16–18, to <paramref name="sums"/>.</summary>
    /// <param name="parameters">Those of the log joints.</param>
    /// <param name="responsibilities">w_i r_ik as <see cref="BlockLogSumExp"/> leaves them (zero in the padding). Rows with 0 are not touched.</param>
    /// <param name="sums">Of the shape of <see cref="PackedGaussians.CreateSums"/>.</param>
    public abstract void Accumulate(PackedGaussians parameters, ReadOnlySpan<double> responsibilities, GaussianSums sums);

    /// <summary>The log joints of all components.</summary>
    protected abstract void ComputeLogJoint(PackedGaussians parameters, Span<double> destination);
}
