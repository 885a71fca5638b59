using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Where the kernels keep the lower triangle of a symmetric D × D sum.</summary>
/// <remarks>
/// Four rows at a time, each as long as the last of the four needs, rounded up to whole vectors: the register tile of
/// <see cref="WeightedScatter"/> covers four rows. What lies right of the diagonal is computed but never read.
/// </remarks>
internal static class TriangleLayout
{
    private static int RowUnit => Math.Max(4, Lanes.Count);

    /// <summary>Doubles of a whole triangle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Length(int dimension)
    {
        int length = 0;
        for (int quad = 0; quad * 4 < dimension; quad++)
        {
            length += 4 * RowLength(quad);
        }

        return length;
    }

    /// <summary>Doubles of each of the rows 4q … 4q + 3.</summary>
    public static int RowLength(int quad) => BlockLayout.RoundUp(4 * (quad + 1), RowUnit);

    /// <summary>Where a row begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int RowStart(int row)
    {
        int start = 0;
        for (int quad = 0; quad < row / 4; quad++)
        {
            start += 4 * RowLength(quad);
        }

        return start + (row % 4 * RowLength(row / 4));
    }

    /// <summary>Copies to D (D + 1) / 2 doubles, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ReadOnlySpan<double> padded, int dimension, Span<double> packed)
    {
        int from = 0;
        int to = 0;
        for (int row = 0; row < dimension; row++)
        {
            padded.Slice(from, row + 1).CopyTo(packed[to..]);
            from += RowLength(row / 4);
            to += row + 1;
        }
    }
}
