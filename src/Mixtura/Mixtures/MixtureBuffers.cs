using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>Buffers for the joint densities of a block; they grow to the largest block seen.</summary>
/// <remarks>They belong to the worker that fills a bag of statistics, not to its thread: a family may score rows under another mixture from inside its own
/// E-step, on the same thread.</remarks>
internal sealed class MixtureBuffers
{
    private static readonly ConditionalWeakTable<object, MixtureBuffers> OfBags = new();

    private AlignedBuffer joint = new(0);
    private BlockLogSumExp logSumExp = new(0);
    private int blockRows;

    /// <summary>The buffers that go with a bag of statistics, for as long as it lives.</summary>
    public static MixtureBuffers Of(object statistics) => OfBags.GetValue(statistics, static _ => new MixtureBuffers());

    /// <summary>Turns log joint densities into responsibilities, for blocks of at most <paramref name="rows"/> rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public BlockLogSumExp LogSumExp(int rows)
    {
        if (rows > blockRows)
        {
            blockRows = rows;
            logSumExp = new BlockLogSumExp(rows);
        }

        return logSumExp;
    }

    /// <summary>Room for K runs of a block's numbers, each aligned.</summary>
    /// <param name="components">K.</param>
    /// <param name="rows">The rows of this block.</param>
    /// <param name="mostRows">The most rows of any block of the same family.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ComponentBlock Joint(int components, int rows, int mostRows)
    {
        int stride = BlockLayout.Stride(mostRows);
        if (joint.Length < components * stride)
        {
            joint = new AlignedBuffer(components * stride);
        }

        return new ComponentBlock(joint.Span, components, rows, stride);
    }
}
