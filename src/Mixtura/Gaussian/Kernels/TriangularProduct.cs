using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mixtura.Gaussian.Kernels;

/// <summary>v = L⁻¹(x − c) √½ for a panel of rows; the factor packed by <see cref="TriangularDistance.Pack"/>.</summary>
/// <remarks>
/// The tile of three rows by four vectors stands in <see cref="TriangularDistance"/> too, which sums its squares where this one stores it: its twelve sums have to stay in
/// registers, and a shared method that handed them over by reference would risk spilling them (not measured). The tests hold both to the same plain loop.
/// </remarks>
internal static class TriangularProduct
{
    /// <summary>Whitens a panel, [D][4 vectors of rows]; the register tile is that of <see cref="TriangularDistance"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(ref double x, ref double center, ref double factor, int rows, ref double z, ref double result)
    {
        int width = 4 * Vector<double>.Count;
        for (int row = 0; row < rows; row++)
        {
            Vector<double> c = Vector.Create(Unsafe.Add(ref center, row));
            for (int lane = row * width; lane < (row + 1) * width; lane += Vector<double>.Count)
            {
                (Vector.LoadUnsafe(ref x, (nuint)lane) - c).StoreUnsafe(ref z, (nuint)lane);
            }
        }

        int head = rows % 3;
        factor = ref Head(ref factor, head, width, ref z, ref result);
        for (int row = head; row < rows; row += 3)
        {
            Vector<double> a0 = Vector<double>.Zero, a1 = Vector<double>.Zero, a2 = Vector<double>.Zero, a3 = Vector<double>.Zero;
            Vector<double> b0 = Vector<double>.Zero, b1 = Vector<double>.Zero, b2 = Vector<double>.Zero, b3 = Vector<double>.Zero;
            Vector<double> c0 = Vector<double>.Zero, c1 = Vector<double>.Zero, c2 = Vector<double>.Zero, c3 = Vector<double>.Zero;
            ref double zj = ref z;
            ref double end = ref Unsafe.Add(ref z, (row + 3) * width);
            while (Unsafe.IsAddressLessThan(ref zj, ref end))
            {
                Vector<double> fa = Vector.Create(factor);
                Vector<double> fb = Vector.Create(Unsafe.Add(ref factor, 1));
                Vector<double> fc = Vector.Create(Unsafe.Add(ref factor, 2));
                Vector<double> v = Vector.LoadUnsafe(ref zj);
                a0 = Vector.FusedMultiplyAdd(fa, v, a0);
                b0 = Vector.FusedMultiplyAdd(fb, v, b0);
                c0 = Vector.FusedMultiplyAdd(fc, v, c0);
                v = Vector.LoadUnsafe(ref zj, (nuint)Vector<double>.Count);
                a1 = Vector.FusedMultiplyAdd(fa, v, a1);
                b1 = Vector.FusedMultiplyAdd(fb, v, b1);
                c1 = Vector.FusedMultiplyAdd(fc, v, c1);
                v = Vector.LoadUnsafe(ref zj, (nuint)(2 * Vector<double>.Count));
                a2 = Vector.FusedMultiplyAdd(fa, v, a2);
                b2 = Vector.FusedMultiplyAdd(fb, v, b2);
                c2 = Vector.FusedMultiplyAdd(fc, v, c2);
                v = Vector.LoadUnsafe(ref zj, (nuint)(3 * Vector<double>.Count));
                a3 = Vector.FusedMultiplyAdd(fa, v, a3);
                b3 = Vector.FusedMultiplyAdd(fb, v, b3);
                c3 = Vector.FusedMultiplyAdd(fc, v, c3);
                factor = ref Unsafe.Add(ref factor, 3);
                zj = ref Unsafe.Add(ref zj, 4 * Vector<double>.Count);
            }

            ref double to = ref Unsafe.Add(ref result, row * width);
            Store(a0, a1, a2, a3, ref to);
            Store(b0, b1, b2, b3, ref Unsafe.Add(ref to, width));
            Store(c0, c1, c2, c3, ref Unsafe.Add(ref to, 2 * width));
        }
    }

    /// <summary>The first D mod 3 rows; returns the factor's next element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Head(ref double factor, int head, int width, ref double z, ref double result)
    {
        for (int row = 0; row < head; row++)
        {
            for (int lane = 0; lane < width; lane += Vector<double>.Count)
            {
                Vector<double> sum = Vector.Create(factor) * Vector.LoadUnsafe(ref z, (nuint)lane);
                if (row == 1)
                {
                    sum = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref factor, 1)), Vector.LoadUnsafe(ref z, (nuint)(width + lane)), sum);
                }

                sum.StoreUnsafe(ref result, (nuint)((row * width) + lane));
            }

            factor = ref Unsafe.Add(ref factor, row + 1);
        }

        return ref factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<double> v0, Vector<double> v1, Vector<double> v2, Vector<double> v3, ref double result)
    {
        v0.StoreUnsafe(ref result);
        v1.StoreUnsafe(ref result, (nuint)Vector<double>.Count);
        v2.StoreUnsafe(ref result, (nuint)(2 * Vector<double>.Count));
        v3.StoreUnsafe(ref result, (nuint)(3 * Vector<double>.Count));
    }
}
