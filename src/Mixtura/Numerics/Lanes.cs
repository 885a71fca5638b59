using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mixtura.Numerics;

/// <summary>How many numbers the kernels work on at a time in this process: eight where the processor has vectors of 512 bits, else what <see cref="Vector{T}"/> has.</summary>
/// <remarks>
/// The runtime keeps <see cref="Vector{T}"/> at four lanes on processors with AVX-512. Where it says that it is not accelerated there
/// (<c>DOTNET_PreferredVectorBitWidth=256</c>, or a processor that slows down), or was told to take another width for <see cref="Vector{T}"/>, that counts.
/// The last bits of sums depend on the number of lanes, never on that of threads or processes.
/// </remarks>
public static class Lanes
{
    /// <summary>Whether the kernels run on vectors of 512 bits.</summary>
    internal static bool AreWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && Vector<double>.Count == 4;
    }

    /// <summary>The number of lanes: 2, 4 or 8.</summary>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AreWide ? Vector512<double>.Count : Vector<double>.Count;
    }
}
