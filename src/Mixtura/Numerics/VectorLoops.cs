using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixtura.Numerics;

/// <summary>The three loops that factorizations and merging spend their time in.</summary>
/// <remarks>TensorPrimitives has them too, but as generic code that the runtime first compiles without optimizing: an M-step in 128 features then took as long as the
/// whole E-step for the first dozens of iterations. These are compiled optimized at once.</remarks>
internal static class VectorLoops
{
    /// <summary>Σ aᵢbᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, a.Length);
        ref double left = ref MemoryMarshal.GetReference(a);
        ref double right = ref MemoryMarshal.GetReference(b);
        var sums = Vector<double>.Zero;
        int i = 0;
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
