using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixtura.Numerics;

/// <summary>A turn in the plane of two axes: what the methods of Jacobi are made of.</summary>
internal readonly struct PlaneRotation(double cosine, double sine)
{
    /// <summary>a ← ca + sb, b ← cb − sa.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(Span<double> a, Span<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, a.Length);
        ref double first = ref MemoryMarshal.GetReference(a);
        ref double second = ref MemoryMarshal.GetReference(b);
        var c = Vector.Create(cosine);
        var s = Vector.Create(sine);
        int i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            var x = Vector.LoadUnsafe(ref first, (nuint)i);
            var y = Vector.LoadUnsafe(ref second, (nuint)i);
            ((c * x) + (s * y)).StoreUnsafe(ref first, (nuint)i);
            ((c * y) - (s * x)).StoreUnsafe(ref second, (nuint)i);
        }

        for (; i < a.Length; i++)
        {
            (a[i], b[i]) = ((cosine * a[i]) + (sine * b[i]), (cosine * b[i]) - (sine * a[i]));
        }
    }

    /// <summary>RMRᵀ of a symmetric D×D matrix, where R makes row i of M what <see cref="Apply"/> makes a, and row j what it makes b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ApplyToBothSides(double[] matrix, int d, int i, int j)
    {
        var a = matrix.AsSpan(i * d, d);
        var b = matrix.AsSpan(j * d, d);
        Apply(a, b);
        double corner = (cosine * a[j]) - (sine * a[i]);
        (a[i], b[j]) = ((cosine * a[i]) + (sine * a[j]), (cosine * b[j]) - (sine * b[i]));
        (a[j], b[i]) = (corner, corner);
        for (int row = 0, entry = 0; row < d; row++, entry += d)
        {
            matrix[entry + i] = a[row];
            matrix[entry + j] = b[row];
        }
    }
}
