using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixtura.Numerics;

/// <summary>Doubles that begin at a multiple of 64 bytes and never move, so that vector loads stay within cache lines.</summary>
internal sealed class AlignedBuffer
{
    private const int LineBytes = 64;
    private const int LineDoubles = LineBytes / sizeof(double);
    private readonly double[] array;
    private readonly int offset;

    /// <summary>A buffer of <paramref name="length"/> zeros.</summary>
    public AlignedBuffer(int length)
    {
        Length = length;
        array = GC.AllocateArray<double>(length + LineDoubles, pinned: true);
        offset = OffsetToLine(array);
    }

    /// <summary>The number of doubles.</summary>
    public int Length { get; }

    /// <summary>All of them.</summary>
    public Span<double> Span => array.AsSpan(offset, Length);

    /// <summary>The least multiple of a cache line's doubles that holds <paramref name="count"/>.</summary>
    public static int RoundUp(int count) => (count + LineDoubles - 1) / LineDoubles * LineDoubles;

    private static unsafe int OffsetToLine(double[] array)
    {
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        return (int)((LineBytes - (address & (LineBytes - 1))) & (LineBytes - 1)) / sizeof(double);
    }
}
