using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixtura.Numerics;

/// <summary>Log joints to weighted responsibilities (eq. 6) and log densities (eq. 4), for one block of rows; one instance a thread.</summary>
/// <remarks>
/// log p(x_i) = max_k l_ik + log Σ_k exp(l_ik − max), the sum running over k = 0…K−1. A log joint more than
/// <see cref="Negligible"/> below its row's maximum cannot change the sum in double precision (e^−46 is 1e-20): it counts as −∞,
/// with responsibility exactly 0, on every path. So kernels may write −∞ for it without computing it, and no bit depends on
/// whether they did.
/// </remarks>
internal sealed class BlockLogSumExp
{
    /// <summary>The distance (nats) below the row's maximum from which a component counts as absent.</summary>
    public const double Negligible = 46.0;

    private readonly AlignedBuffer table = VectorExp.CreateTable();
    private readonly AlignedBuffer weights;
    private readonly AlignedBuffer logDensities;
    private readonly AlignedBuffer sums = new(LogSumExpKernel.ChunkVectors * Lanes.Count);
    private int count;

    /// <summary>A workspace for blocks of at most <paramref name="blockRows"/> rows.</summary>
    public BlockLogSumExp(int blockRows)
    {
        this.weights = new AlignedBuffer(BlockLayout.Stride(blockRows));
        logDensities = new AlignedBuffer(BlockLayout.Stride(blockRows));
    }

    /// <summary>log p(x_i) of the rows of the last block, unweighted, if they were kept. −∞ and NaN as the log joints have it.</summary>
    public ReadOnlySpan<double> LogDensity => logDensities.Span[..this.count];

    /// <summary>Replaces log joints (eq. 3) by w_i r_ik (eq. 6) and returns Σ_i w_i log p(x_i) (eqs. 4, 9).</summary>
    /// <param name="logJoint">
    /// Component-major, K × <paramref name="stride"/>; overwritten by w_i r_ik, which is 0 in the padding, for rows of weight 0
    /// and for rows whose log density is −∞ or NaN (those show in the returned sum and add nothing to the statistics).
    /// </param>
    /// <param name="stride">The distance between components: <see cref="BlockLayout.Stride"/>.</param>
    /// <param name="components">K.</param>
    /// <param name="count">The rows of the block.</param>
    /// <param name="weights">w_i, finite and not negative. A row of weight 0 adds nothing, whatever its density.</param>
    /// <param name="keepsLogDensity">Whether <see cref="LogDensity"/> is wanted; without it a chunk of rows of weight 1 needs one logarithm.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Apply(Span<double> logJoint, int stride, int components, int count, ReadOnlySpan<double> weights, bool keepsLogDensity)
    {
        int padded = BlockLayout.RoundUp(count, BlockLayout.PanelRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(logJoint.Length, ((components - 1) * stride) + padded);
        SetWeights(count, padded, weights);
        this.count = count;
        bool oneLogarithm = !keepsLogDensity && AreAllOne(weights[..count]);
        ref double row = ref MemoryMarshal.GetReference(logJoint);
        return Lanes.AreWide
            ? Wide.LogSumExpKernel.Apply(ref row, stride, components, padded, ref this.weights.At(0), ref logDensities.At(0), oneLogarithm, this.sums, this.table)
            : LogSumExpKernel.Apply(ref row, stride, components, padded, ref this.weights.At(0), ref logDensities.At(0), oneLogarithm, this.sums, this.table);
    }

    private static bool AreAllOne(ReadOnlySpan<double> weights) =>
        !MemoryMarshal.Cast<double, long>(weights).ContainsAnyExcept(BitConverter.DoubleToInt64Bits(1.0));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetWeights(int count, int padded, ReadOnlySpan<double> weights)
    {
        Span<double> own = this.weights.Span;
        weights[..count].CopyTo(own);
        own[count..padded].Clear();
    }
}
