using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixtura.Numerics;

/// <summary>The loops that factorizations and merging spend their time in.</summary>
/// <remarks>TensorPrimitives has them too, but as generic code that the runtime first compiles without optimizing: an M-step in 128 features then took as long as the
/// whole E-step for the first dozens of iterations. These are compiled optimized at once.</remarks>
internal static class VectorLoops
{
    // from here on four sums are worth their start
    private const int Long = 128;

    /// <summary>Σ aᵢbᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, a.Length);
        ref double left = ref MemoryMarshal.GetReference(a);
        ref double right = ref MemoryMarshal.GetReference(b);
        var sums = Vector<double>.Zero;
        int i = 0;
        if (a.Length >= Long)
        {
            // four sums that do not wait for each other
            var s1 = Vector<double>.Zero;
            var s2 = Vector<double>.Zero;
            var s3 = Vector<double>.Zero;
            int width = Vector<double>.Count;
            for (; i + (4 * width) <= a.Length; i += 4 * width)
            {
                sums = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref left, (nuint)i), Vector.LoadUnsafe(ref right, (nuint)i), sums);
                s1 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref left, (nuint)(i + width)), Vector.LoadUnsafe(ref right, (nuint)(i + width)), s1);
                s2 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref left, (nuint)(i + (2 * width))), Vector.LoadUnsafe(ref right, (nuint)(i + (2 * width))), s2);
                s3 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref left, (nuint)(i + (3 * width))), Vector.LoadUnsafe(ref right, (nuint)(i + (3 * width))), s3);
            }

            sums += s1 + (s2 + s3);
        }

        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            sums = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref left, (nuint)i), Vector.LoadUnsafe(ref right, (nuint)i), sums);
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += Unsafe.Add(ref left, i) * Unsafe.Add(ref right, i);
        }

        return sum;
    }

    /// <summary>Σ (aᵢ − bᵢ)², in four sums that do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, a.Length);
        ref double left = ref MemoryMarshal.GetReference(a);
        ref double right = ref MemoryMarshal.GetReference(b);
        Vector<double> s0 = Vector<double>.Zero, s1 = Vector<double>.Zero, s2 = Vector<double>.Zero, s3 = Vector<double>.Zero;
        int width = Vector<double>.Count;
        int i = 0;
        for (; i + (4 * width) <= a.Length; i += 4 * width)
        {
            var d0 = Vector.LoadUnsafe(ref left, (nuint)i) - Vector.LoadUnsafe(ref right, (nuint)i);
            var d1 = Vector.LoadUnsafe(ref left, (nuint)(i + width)) - Vector.LoadUnsafe(ref right, (nuint)(i + width));
            var d2 = Vector.LoadUnsafe(ref left, (nuint)(i + (2 * width))) - Vector.LoadUnsafe(ref right, (nuint)(i + (2 * width)));
            var d3 = Vector.LoadUnsafe(ref left, (nuint)(i + (3 * width))) - Vector.LoadUnsafe(ref right, (nuint)(i + (3 * width)));
            s0 = Vector.FusedMultiplyAdd(d0, d0, s0);
            s1 = Vector.FusedMultiplyAdd(d1, d1, s1);
            s2 = Vector.FusedMultiplyAdd(d2, d2, s2);
            s3 = Vector.FusedMultiplyAdd(d3, d3, s3);
        }

        double sum = Vector.Sum(s0 + s1 + (s2 + s3));
        for (; i < a.Length; i++)
        {
            double difference = Unsafe.Add(ref left, i) - Unsafe.Add(ref right, i);
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>bᵢ += s·aᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(ReadOnlySpan<double> a, double s, Span<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, a.Length);
        ref double source = ref MemoryMarshal.GetReference(a);
        ref double target = ref MemoryMarshal.GetReference(b);
        var scale = Vector.Create(s);
        int i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref source, (nuint)i), scale, Vector.LoadUnsafe(ref target, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < a.Length; i++)
        {
            Unsafe.Add(ref target, i) += s * Unsafe.Add(ref source, i);
        }
    }

    /// <summary>bᵢ += aᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<double> a, Span<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, a.Length);
        ref double source = ref MemoryMarshal.GetReference(a);
        ref double target = ref MemoryMarshal.GetReference(b);
        int i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            (Vector.LoadUnsafe(ref source, (nuint)i) + Vector.LoadUnsafe(ref target, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < a.Length; i++)
        {
            Unsafe.Add(ref target, i) += Unsafe.Add(ref source, i);
        }
    }
}
