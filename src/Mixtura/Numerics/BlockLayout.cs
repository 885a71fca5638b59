using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>How rows and columns are padded so that every loop of the kernels runs on whole vectors.</summary>
internal static class BlockLayout
{
    /// <summary>Rows of a panel: four vectors, as many as the register tile of the triangular product holds.</summary>
    public static int PanelRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4 * Lanes.Count;
    }

    /// <summary>Columns are padded to whole pairs of vectors, at least a cache line.</summary>
    public static int PadColumns(int columns) => RoundUp(columns, Math.Max(8, 2 * Lanes.Count));

    /// <summary>The distance between components in a component-major block of <paramref name="blockRows"/> rows.</summary>
    /// <remarks>
    /// A whole number of panels, and an odd number of cache lines: strides that are powers of two would map all components of
    /// a row onto the same few sets of the cache.
    /// </remarks>
    public static int Stride(int blockRows) => RoundUp(blockRows, PanelRows) + 8;

    /// <summary>The smallest multiple of <paramref name="unit"/> that is not below <paramref name="value"/>.</summary>
    public static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;
}
