using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Register tiles of Σ z zᵀ over rows: the sums stay in registers while the rows go by, one after the other.</summary>
/// <remarks>
/// <c>sums</c> points at the first of four rows of the triangle, <c>length</c> doubles apart; <c>zi</c> at the four columns of z that make
/// its rows, <c>zj</c> at those that make its columns. Written out: arrays of vectors would not live in registers.
/// </remarks>
internal static class ScatterTiles
{
    /// <summary>4 rows × <paramref name="vectors"/> vectors of columns, by threes while that leaves no single vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Strip(ref double zi, ref double zj, nint stride, int rows, int vectors, ref double sums, int length)
    {
        while (vectors > 0)
        {
            int step = vectors == 1 ? 1 : vectors is 2 or 4 ? 2 : 3;
            switch (step)
            {
                case 1:
                    FourOne(ref zi, ref zj, stride, rows, ref sums, length);
                    break;
                case 2:
                    FourTwo(ref zi, ref zj, stride, rows, ref sums, length);
                    break;
                default:
                    FourThree(ref zi, ref zj, stride, rows, ref sums, length);
                    break;
            }

            zj = ref Unsafe.Add(ref zj, step * Vector<double>.Count);
            sums = ref Unsafe.Add(ref sums, step * Vector<double>.Count);
            vectors -= step;
        }
    }

    /// <summary>The lower triangle of 8 columns (3 of its 4 blocks of 4 × 4), for vectors of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Diagonal(ref double z, nint stride, int rows, ref double upper, int upperLength, ref double lower, int lowerLength)
    {
        ref double end = ref Unsafe.Add(ref z, rows * stride);
        Vector<double> a0 = Vector.LoadUnsafe(ref upper);
        Vector<double> a1 = Vector.LoadUnsafe(ref Unsafe.Add(ref upper, upperLength));
        Vector<double> a2 = Vector.LoadUnsafe(ref Unsafe.Add(ref upper, 2 * upperLength));
        Vector<double> a3 = Vector.LoadUnsafe(ref Unsafe.Add(ref upper, 3 * upperLength));
        Vector<double> b0 = Vector.LoadUnsafe(ref lower);
        Vector<double> b1 = Vector.LoadUnsafe(ref Unsafe.Add(ref lower, lowerLength));
        Vector<double> b2 = Vector.LoadUnsafe(ref Unsafe.Add(ref lower, 2 * lowerLength));
        Vector<double> b3 = Vector.LoadUnsafe(ref Unsafe.Add(ref lower, 3 * lowerLength));
        Vector<double> c0 = Vector.LoadUnsafe(ref lower, 4);
        Vector<double> c1 = Vector.LoadUnsafe(ref Unsafe.Add(ref lower, lowerLength), 4);
        Vector<double> c2 = Vector.LoadUnsafe(ref Unsafe.Add(ref lower, 2 * lowerLength), 4);
        Vector<double> c3 = Vector.LoadUnsafe(ref Unsafe.Add(ref lower, 3 * lowerLength), 4);
        while (Unsafe.IsAddressLessThan(ref z, ref end))
        {
            Vector<double> left = Vector.LoadUnsafe(ref z);
            Vector<double> right = Vector.LoadUnsafe(ref z, 4);
            a0 = Vector.FusedMultiplyAdd(Vector.Create(z), left, a0);
            a1 = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref z, 1)), left, a1);
            a2 = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref z, 2)), left, a2);
            a3 = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref z, 3)), left, a3);
            Vector<double> factor = Vector.Create(Unsafe.Add(ref z, 4));
            b0 = Vector.FusedMultiplyAdd(factor, left, b0);
            c0 = Vector.FusedMultiplyAdd(factor, right, c0);
            factor = Vector.Create(Unsafe.Add(ref z, 5));
            b1 = Vector.FusedMultiplyAdd(factor, left, b1);
            c1 = Vector.FusedMultiplyAdd(factor, right, c1);
            factor = Vector.Create(Unsafe.Add(ref z, 6));
            b2 = Vector.FusedMultiplyAdd(factor, left, b2);
            c2 = Vector.FusedMultiplyAdd(factor, right, c2);
            factor = Vector.Create(Unsafe.Add(ref z, 7));
            b3 = Vector.FusedMultiplyAdd(factor, left, b3);
            c3 = Vector.FusedMultiplyAdd(factor, right, c3);
            z = ref Unsafe.Add(ref z, stride);
        }

        a0.StoreUnsafe(ref upper);
        a1.StoreUnsafe(ref Unsafe.Add(ref upper, upperLength));
        a2.StoreUnsafe(ref Unsafe.Add(ref upper, 2 * upperLength));
        a3.StoreUnsafe(ref Unsafe.Add(ref upper, 3 * upperLength));
        b0.StoreUnsafe(ref lower);
        b1.StoreUnsafe(ref Unsafe.Add(ref lower, lowerLength));
        b2.StoreUnsafe(ref Unsafe.Add(ref lower, 2 * lowerLength));
        b3.StoreUnsafe(ref Unsafe.Add(ref lower, 3 * lowerLength));
        c0.StoreUnsafe(ref lower, 4);
        c1.StoreUnsafe(ref Unsafe.Add(ref lower, lowerLength), 4);
        c2.StoreUnsafe(ref Unsafe.Add(ref lower, 2 * lowerLength), 4);
        c3.StoreUnsafe(ref Unsafe.Add(ref lower, 3 * lowerLength), 4);
    }

    /// <summary>4 rows × 3 vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourThree(ref double zi, ref double zj, nint stride, int rows, ref double sums, int length)
    {
        ref double end = ref Unsafe.Add(ref zj, rows * stride);
        ref double s1 = ref Unsafe.Add(ref sums, length);
        ref double s2 = ref Unsafe.Add(ref s1, length);
        ref double s3 = ref Unsafe.Add(ref s2, length);
        Vector<double> a0 = Vector.LoadUnsafe(ref sums);
        Vector<double> b0 = Vector.LoadUnsafe(ref sums, (nuint)Vector<double>.Count);
        Vector<double> c0 = Vector.LoadUnsafe(ref sums, (nuint)(2 * Vector<double>.Count));
        Vector<double> a1 = Vector.LoadUnsafe(ref s1);
        Vector<double> b1 = Vector.LoadUnsafe(ref s1, (nuint)Vector<double>.Count);
        Vector<double> c1 = Vector.LoadUnsafe(ref s1, (nuint)(2 * Vector<double>.Count));
        Vector<double> a2 = Vector.LoadUnsafe(ref s2);
        Vector<double> b2 = Vector.LoadUnsafe(ref s2, (nuint)Vector<double>.Count);
        Vector<double> c2 = Vector.LoadUnsafe(ref s2, (nuint)(2 * Vector<double>.Count));
        Vector<double> a3 = Vector.LoadUnsafe(ref s3);
        Vector<double> b3 = Vector.LoadUnsafe(ref s3, (nuint)Vector<double>.Count);
        Vector<double> c3 = Vector.LoadUnsafe(ref s3, (nuint)(2 * Vector<double>.Count));
        while (Unsafe.IsAddressLessThan(ref zj, ref end))
        {
            Vector<double> va = Vector.LoadUnsafe(ref zj);
            Vector<double> vb = Vector.LoadUnsafe(ref zj, (nuint)Vector<double>.Count);
            Vector<double> vc = Vector.LoadUnsafe(ref zj, (nuint)(2 * Vector<double>.Count));
            Vector<double> factor = Vector.Create(zi);
            a0 = Vector.FusedMultiplyAdd(factor, va, a0);
            b0 = Vector.FusedMultiplyAdd(factor, vb, b0);
            c0 = Vector.FusedMultiplyAdd(factor, vc, c0);
            factor = Vector.Create(Unsafe.Add(ref zi, 1));
            a1 = Vector.FusedMultiplyAdd(factor, va, a1);
            b1 = Vector.FusedMultiplyAdd(factor, vb, b1);
            c1 = Vector.FusedMultiplyAdd(factor, vc, c1);
            factor = Vector.Create(Unsafe.Add(ref zi, 2));
            a2 = Vector.FusedMultiplyAdd(factor, va, a2);
            b2 = Vector.FusedMultiplyAdd(factor, vb, b2);
            c2 = Vector.FusedMultiplyAdd(factor, vc, c2);
            factor = Vector.Create(Unsafe.Add(ref zi, 3));
            a3 = Vector.FusedMultiplyAdd(factor, va, a3);
            b3 = Vector.FusedMultiplyAdd(factor, vb, b3);
            c3 = Vector.FusedMultiplyAdd(factor, vc, c3);
            zi = ref Unsafe.Add(ref zi, stride);
            zj = ref Unsafe.Add(ref zj, stride);
        }

        a0.StoreUnsafe(ref sums);
        b0.StoreUnsafe(ref sums, (nuint)Vector<double>.Count);
        c0.StoreUnsafe(ref sums, (nuint)(2 * Vector<double>.Count));
        a1.StoreUnsafe(ref s1);
        b1.StoreUnsafe(ref s1, (nuint)Vector<double>.Count);
        c1.StoreUnsafe(ref s1, (nuint)(2 * Vector<double>.Count));
        a2.StoreUnsafe(ref s2);
        b2.StoreUnsafe(ref s2, (nuint)Vector<double>.Count);
        c2.StoreUnsafe(ref s2, (nuint)(2 * Vector<double>.Count));
        a3.StoreUnsafe(ref s3);
        b3.StoreUnsafe(ref s3, (nuint)Vector<double>.Count);
        c3.StoreUnsafe(ref s3, (nuint)(2 * Vector<double>.Count));
    }

    /// <summary>4 rows × 2 vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourTwo(ref double zi, ref double zj, nint stride, int rows, ref double sums, int length)
    {
        ref double end = ref Unsafe.Add(ref zj, rows * stride);
        ref double s1 = ref Unsafe.Add(ref sums, length);
        ref double s2 = ref Unsafe.Add(ref s1, length);
        ref double s3 = ref Unsafe.Add(ref s2, length);
        Vector<double> a0 = Vector.LoadUnsafe(ref sums);
        Vector<double> b0 = Vector.LoadUnsafe(ref sums, (nuint)Vector<double>.Count);
        Vector<double> a1 = Vector.LoadUnsafe(ref s1);
        Vector<double> b1 = Vector.LoadUnsafe(ref s1, (nuint)Vector<double>.Count);
        Vector<double> a2 = Vector.LoadUnsafe(ref s2);
        Vector<double> b2 = Vector.LoadUnsafe(ref s2, (nuint)Vector<double>.Count);
        Vector<double> a3 = Vector.LoadUnsafe(ref s3);
        Vector<double> b3 = Vector.LoadUnsafe(ref s3, (nuint)Vector<double>.Count);
        while (Unsafe.IsAddressLessThan(ref zj, ref end))
        {
            Vector<double> va = Vector.LoadUnsafe(ref zj);
            Vector<double> vb = Vector.LoadUnsafe(ref zj, (nuint)Vector<double>.Count);
            Vector<double> factor = Vector.Create(zi);
            a0 = Vector.FusedMultiplyAdd(factor, va, a0);
            b0 = Vector.FusedMultiplyAdd(factor, vb, b0);
            factor = Vector.Create(Unsafe.Add(ref zi, 1));
            a1 = Vector.FusedMultiplyAdd(factor, va, a1);
            b1 = Vector.FusedMultiplyAdd(factor, vb, b1);
            factor = Vector.Create(Unsafe.Add(ref zi, 2));
            a2 = Vector.FusedMultiplyAdd(factor, va, a2);
            b2 = Vector.FusedMultiplyAdd(factor, vb, b2);
            factor = Vector.Create(Unsafe.Add(ref zi, 3));
            a3 = Vector.FusedMultiplyAdd(factor, va, a3);
            b3 = Vector.FusedMultiplyAdd(factor, vb, b3);
            zi = ref Unsafe.Add(ref zi, stride);
            zj = ref Unsafe.Add(ref zj, stride);
        }

        a0.StoreUnsafe(ref sums);
        b0.StoreUnsafe(ref sums, (nuint)Vector<double>.Count);
        a1.StoreUnsafe(ref s1);
        b1.StoreUnsafe(ref s1, (nuint)Vector<double>.Count);
        a2.StoreUnsafe(ref s2);
        b2.StoreUnsafe(ref s2, (nuint)Vector<double>.Count);
        a3.StoreUnsafe(ref s3);
        b3.StoreUnsafe(ref s3, (nuint)Vector<double>.Count);
    }

    /// <summary>4 rows × 1 vector of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourOne(ref double zi, ref double zj, nint stride, int rows, ref double sums, int length)
    {
        ref double end = ref Unsafe.Add(ref zj, rows * stride);
        ref double s1 = ref Unsafe.Add(ref sums, length);
        ref double s2 = ref Unsafe.Add(ref s1, length);
        ref double s3 = ref Unsafe.Add(ref s2, length);
        Vector<double> a0 = Vector.LoadUnsafe(ref sums);
        Vector<double> a1 = Vector.LoadUnsafe(ref s1);
        Vector<double> a2 = Vector.LoadUnsafe(ref s2);
        Vector<double> a3 = Vector.LoadUnsafe(ref s3);
        while (Unsafe.IsAddressLessThan(ref zj, ref end))
        {
            Vector<double> va = Vector.LoadUnsafe(ref zj);
            Vector<double> factor = Vector.Create(zi);
            a0 = Vector.FusedMultiplyAdd(factor, va, a0);
            factor = Vector.Create(Unsafe.Add(ref zi, 1));
            a1 = Vector.FusedMultiplyAdd(factor, va, a1);
            factor = Vector.Create(Unsafe.Add(ref zi, 2));
            a2 = Vector.FusedMultiplyAdd(factor, va, a2);
            factor = Vector.Create(Unsafe.Add(ref zi, 3));
            a3 = Vector.FusedMultiplyAdd(factor, va, a3);
            zi = ref Unsafe.Add(ref zi, stride);
            zj = ref Unsafe.Add(ref zj, stride);
        }

        a0.StoreUnsafe(ref sums);
        a1.StoreUnsafe(ref s1);
        a2.StoreUnsafe(ref s2);
        a3.StoreUnsafe(ref s3);
    }
}
