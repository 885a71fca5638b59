using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mixtura.Numerics;

/// <summary>What <see cref="Vector512"/> calls otherwise than <see cref="System.Numerics.Vector"/>: masks of doubles are vectors of longs here.</summary>
/// <remarks>The kernels are written for <see cref="System.Numerics.Vector{T}"/> and made for 512 bits from the same source by <c>Kernels.targets</c>, which sends these names here.</remarks>
internal static class WideLanes
{
    /// <summary>A mask of the lanes that are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Equals(Vector512<double> a, Vector512<double> b) => Vector512.Equals(a, b).AsInt64();

    /// <summary>A mask of the lanes where a &lt; b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> LessThan(Vector512<double> a, Vector512<double> b) => Vector512.LessThan(a, b).AsInt64();

    /// <summary>A mask of the lanes where a &gt; b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> GreaterThan(Vector512<double> a, Vector512<double> b) => Vector512.GreaterThan(a, b).AsInt64();

    /// <summary><paramref name="a"/> where the mask is set, else <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ConditionalSelect(Vector512<long> mask, Vector512<double> a, Vector512<double> b) =>
        Vector512.ConditionalSelect(mask.AsDouble(), a, b);

    /// <summary>√ of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> SquareRoot(Vector512<double> a) => Vector512.Sqrt(a);

    /// <summary>The bits as whole numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> AsVectorInt64(Vector512<double> a) => a.AsInt64();

    /// <summary>The bits as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> AsVectorDouble(Vector512<long> a) => a.AsDouble();
}
