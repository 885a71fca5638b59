using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Σr, Σr(x−μ) and the lower triangle of Σr(x−μ)(x−μ)ᵀ in one to four dimensions, for all panels of a block.</summary>
/// <remarks>Lanes are rows: so few columns would not fill vectors. Rows with r = 0 add zeros, so their values must be finite.</remarks>
internal static class SmallScatter
{
    /// <summary>Adds the moments of one component; the triangle as <see cref="TriangleLayout"/> has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(
        int dimension, ref double x, ref readonly double r, ref double mean, int panels, ref double count, ref double first, ref double second)
    {
        switch (dimension)
        {
            case 1:
                One(ref x, ref Unsafe.AsRef(in r), ref mean, panels, ref count, ref first, ref second);
                break;
            case 2:
                Two(ref x, ref Unsafe.AsRef(in r), ref mean, panels, ref count, ref first, ref second);
                break;
            case 3:
                Three(ref x, ref Unsafe.AsRef(in r), ref mean, panels, ref count, ref first, ref second);
                break;
            default:
                FourUpper(ref x, ref Unsafe.AsRef(in r), ref mean, panels, ref count, ref first, ref second);
                FourLower(ref x, ref Unsafe.AsRef(in r), ref mean, panels, ref second);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(ref double x, ref double r, ref double mean, int panels, ref double count, ref double first, ref double second)
    {
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> c = Vector<double>.Zero;
        Vector<double> s0 = Vector<double>.Zero, t00 = Vector<double>.Zero;
        Vector<double> cb = Vector<double>.Zero;
        Vector<double> s0b = Vector<double>.Zero, t00b = Vector<double>.Zero;
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += 2 * Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                c += weight;
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> u = weight * z0;
                s0 += u;
                t00 = Vector.FusedMultiplyAdd(u, z0, t00);
                weight = Vector.LoadUnsafe(ref r, (nuint)Vector<double>.Count);
                cb += weight;
                z0 = Vector.LoadUnsafe(ref x, (nuint)Vector<double>.Count) - m0;
                u = weight * z0;
                s0b += u;
                t00b = Vector.FusedMultiplyAdd(u, z0, t00b);
                x = ref Unsafe.Add(ref x, 2 * Vector<double>.Count);
                r = ref Unsafe.Add(ref r, 2 * Vector<double>.Count);
            }
        }

        count += Vector.Sum(c + cb);
        first += Vector.Sum(s0 + s0b);
        second += Vector.Sum(t00 + t00b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(ref double x, ref double r, ref double mean, int panels, ref double count, ref double first, ref double second)
    {
        int rowLength = TriangleLayout.RowLength(0);
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> m1 = Vector.Create(Unsafe.Add(ref mean, 1));
        Vector<double> c = Vector<double>.Zero;
        Vector<double> s0 = Vector<double>.Zero, t00 = Vector<double>.Zero;
        Vector<double> s1 = Vector<double>.Zero, t10 = Vector<double>.Zero, t11 = Vector<double>.Zero;
        Vector<double> cb = Vector<double>.Zero;
        Vector<double> s0b = Vector<double>.Zero, t00b = Vector<double>.Zero;
        Vector<double> s1b = Vector<double>.Zero, t10b = Vector<double>.Zero, t11b = Vector<double>.Zero;
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += 2 * Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                c += weight;
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> u = weight * z0;
                s0 += u;
                t00 = Vector.FusedMultiplyAdd(u, z0, t00);
                Vector<double> z1 = Vector.LoadUnsafe(ref x, (nuint)BlockLayout.PanelRows) - m1;
                u = weight * z1;
                s1 += u;
                t10 = Vector.FusedMultiplyAdd(u, z0, t10);
                t11 = Vector.FusedMultiplyAdd(u, z1, t11);
                weight = Vector.LoadUnsafe(ref r, (nuint)Vector<double>.Count);
                cb += weight;
                z0 = Vector.LoadUnsafe(ref x, (nuint)Vector<double>.Count) - m0;
                u = weight * z0;
                s0b += u;
                t00b = Vector.FusedMultiplyAdd(u, z0, t00b);
                z1 = Vector.LoadUnsafe(ref x, (nuint)(BlockLayout.PanelRows + Vector<double>.Count)) - m1;
                u = weight * z1;
                s1b += u;
                t10b = Vector.FusedMultiplyAdd(u, z0, t10b);
                t11b = Vector.FusedMultiplyAdd(u, z1, t11b);
                x = ref Unsafe.Add(ref x, 2 * Vector<double>.Count);
                r = ref Unsafe.Add(ref r, 2 * Vector<double>.Count);
            }

            x = ref Unsafe.Add(ref x, BlockLayout.PanelRows);
        }

        count += Vector.Sum(c + cb);
        first += Vector.Sum(s0 + s0b);
        Unsafe.Add(ref first, 1) += Vector.Sum(s1 + s1b);
        second += Vector.Sum(t00 + t00b);
        Unsafe.Add(ref second, rowLength) += Vector.Sum(t10 + t10b);
        Unsafe.Add(ref second, rowLength + 1) += Vector.Sum(t11 + t11b);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Three(ref double x, ref double r, ref double mean, int panels, ref double count, ref double first, ref double second)
    {
        int rowLength = TriangleLayout.RowLength(0);
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> m1 = Vector.Create(Unsafe.Add(ref mean, 1));
        Vector<double> m2 = Vector.Create(Unsafe.Add(ref mean, 2));
        Vector<double> c = Vector<double>.Zero;
        Vector<double> s0 = Vector<double>.Zero, t00 = Vector<double>.Zero;
        Vector<double> s1 = Vector<double>.Zero, t10 = Vector<double>.Zero, t11 = Vector<double>.Zero;
        Vector<double> s2 = Vector<double>.Zero, t20 = Vector<double>.Zero, t21 = Vector<double>.Zero, t22 = Vector<double>.Zero;
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                c += weight;
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> u = weight * z0;
                s0 += u;
                t00 = Vector.FusedMultiplyAdd(u, z0, t00);
                Vector<double> z1 = Vector.LoadUnsafe(ref x, (nuint)BlockLayout.PanelRows) - m1;
                u = weight * z1;
                s1 += u;
                t10 = Vector.FusedMultiplyAdd(u, z0, t10);
                t11 = Vector.FusedMultiplyAdd(u, z1, t11);
                Vector<double> z2 = Vector.LoadUnsafe(ref x, (nuint)(2 * BlockLayout.PanelRows)) - m2;
                u = weight * z2;
                s2 += u;
                t20 = Vector.FusedMultiplyAdd(u, z0, t20);
                t21 = Vector.FusedMultiplyAdd(u, z1, t21);
                t22 = Vector.FusedMultiplyAdd(u, z2, t22);
                x = ref Unsafe.Add(ref x, Vector<double>.Count);
                r = ref Unsafe.Add(ref r, Vector<double>.Count);
            }

            x = ref Unsafe.Add(ref x, 2 * BlockLayout.PanelRows);
        }

        count += Vector.Sum(c);
        first += Vector.Sum(s0);
        Unsafe.Add(ref first, 1) += Vector.Sum(s1);
        Unsafe.Add(ref first, 2) += Vector.Sum(s2);
        second += Vector.Sum(t00);
        Unsafe.Add(ref second, rowLength) += Vector.Sum(t10);
        Unsafe.Add(ref second, rowLength + 1) += Vector.Sum(t11);
        Unsafe.Add(ref second, 2 * rowLength) += Vector.Sum(t20);
        Unsafe.Add(ref second, (2 * rowLength) + 1) += Vector.Sum(t21);
        Unsafe.Add(ref second, (2 * rowLength) + 2) += Vector.Sum(t22);
    }

    /// <summary>All but the last two rows of the triangle: all sums together would not fit into registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourUpper(ref double x, ref double r, ref double mean, int panels, ref double count, ref double first, ref double second)
    {
        int rowLength = TriangleLayout.RowLength(0);
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> m1 = Vector.Create(Unsafe.Add(ref mean, 1));
        Vector<double> m2 = Vector.Create(Unsafe.Add(ref mean, 2));
        Vector<double> m3 = Vector.Create(Unsafe.Add(ref mean, 3));
        Vector<double> c = Vector<double>.Zero;
        Vector<double> s0 = Vector<double>.Zero, t00 = Vector<double>.Zero;
        Vector<double> s1 = Vector<double>.Zero, t10 = Vector<double>.Zero, t11 = Vector<double>.Zero;
        Vector<double> s2 = Vector<double>.Zero;
        Vector<double> s3 = Vector<double>.Zero;
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                c += weight;
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> u = weight * z0;
                s0 += u;
                t00 = Vector.FusedMultiplyAdd(u, z0, t00);
                Vector<double> z1 = Vector.LoadUnsafe(ref x, (nuint)BlockLayout.PanelRows) - m1;
                u = weight * z1;
                s1 += u;
                t10 = Vector.FusedMultiplyAdd(u, z0, t10);
                t11 = Vector.FusedMultiplyAdd(u, z1, t11);
                Vector<double> z2 = Vector.LoadUnsafe(ref x, (nuint)(2 * BlockLayout.PanelRows)) - m2;
                u = weight * z2;
                s2 += u;
                Vector<double> z3 = Vector.LoadUnsafe(ref x, (nuint)(3 * BlockLayout.PanelRows)) - m3;
                u = weight * z3;
                s3 += u;
                x = ref Unsafe.Add(ref x, Vector<double>.Count);
                r = ref Unsafe.Add(ref r, Vector<double>.Count);
            }

            x = ref Unsafe.Add(ref x, 3 * BlockLayout.PanelRows);
        }

        count += Vector.Sum(c);
        first += Vector.Sum(s0);
        Unsafe.Add(ref first, 1) += Vector.Sum(s1);
        Unsafe.Add(ref first, 2) += Vector.Sum(s2);
        Unsafe.Add(ref first, 3) += Vector.Sum(s3);
        second += Vector.Sum(t00);
        Unsafe.Add(ref second, rowLength) += Vector.Sum(t10);
        Unsafe.Add(ref second, rowLength + 1) += Vector.Sum(t11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourLower(ref double x, ref double r, ref double mean, int panels, ref double second)
    {
        int rowLength = TriangleLayout.RowLength(0);
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> m1 = Vector.Create(Unsafe.Add(ref mean, 1));
        Vector<double> m2 = Vector.Create(Unsafe.Add(ref mean, 2));
        Vector<double> m3 = Vector.Create(Unsafe.Add(ref mean, 3));
        Vector<double> t20 = Vector<double>.Zero, t21 = Vector<double>.Zero, t22 = Vector<double>.Zero;
        Vector<double> t30 = Vector<double>.Zero, t31 = Vector<double>.Zero, t32 = Vector<double>.Zero, t33 = Vector<double>.Zero;
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> z1 = Vector.LoadUnsafe(ref x, (nuint)BlockLayout.PanelRows) - m1;
                Vector<double> z2 = Vector.LoadUnsafe(ref x, (nuint)(2 * BlockLayout.PanelRows)) - m2;
                Vector<double> u = weight * z2;
                t20 = Vector.FusedMultiplyAdd(u, z0, t20);
                t21 = Vector.FusedMultiplyAdd(u, z1, t21);
                t22 = Vector.FusedMultiplyAdd(u, z2, t22);
                Vector<double> z3 = Vector.LoadUnsafe(ref x, (nuint)(3 * BlockLayout.PanelRows)) - m3;
                u = weight * z3;
                t30 = Vector.FusedMultiplyAdd(u, z0, t30);
                t31 = Vector.FusedMultiplyAdd(u, z1, t31);
                t32 = Vector.FusedMultiplyAdd(u, z2, t32);
                t33 = Vector.FusedMultiplyAdd(u, z3, t33);
                x = ref Unsafe.Add(ref x, Vector<double>.Count);
                r = ref Unsafe.Add(ref r, Vector<double>.Count);
            }

            x = ref Unsafe.Add(ref x, 3 * BlockLayout.PanelRows);
        }

        Unsafe.Add(ref second, 2 * rowLength) += Vector.Sum(t20);
        Unsafe.Add(ref second, (2 * rowLength) + 1) += Vector.Sum(t21);
        Unsafe.Add(ref second, (2 * rowLength) + 2) += Vector.Sum(t22);
        Unsafe.Add(ref second, 3 * rowLength) += Vector.Sum(t30);
        Unsafe.Add(ref second, (3 * rowLength) + 1) += Vector.Sum(t31);
        Unsafe.Add(ref second, (3 * rowLength) + 2) += Vector.Sum(t32);
        Unsafe.Add(ref second, (3 * rowLength) + 3) += Vector.Sum(t33);
    }
}
