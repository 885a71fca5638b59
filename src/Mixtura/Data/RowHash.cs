using System.Runtime.CompilerServices;

namespace Mixtura.Data;

/// <summary>Tells rows apart by their numbers: 128 bits, so that two different rows never meet in practice.</summary>
internal static class RowHash
{
    /// <summary>The same for equal rows; −0 and 0 are equal.</summary>
    public static UInt128 Of(ReadOnlySpan<double> row) => new(Hash(row, 0x9E3779B97F4A7C15UL), Hash(row, 0xC2B2AE3D27D4EB4FUL));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Hash(ReadOnlySpan<double> row, ulong multiplier)
    {
        ulong hash = multiplier;
        foreach (double value in row)
        {
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(value + 0.0)) * multiplier;
            hash ^= hash >> 29;
        }

        return hash;
    }
}
