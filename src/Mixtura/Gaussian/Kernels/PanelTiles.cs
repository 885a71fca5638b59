using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Rows of the triangle of Σr z zᵀ in five to eight dimensions, from panels of z = x − μ; lanes are rows.</summary>
/// <remarks>
/// One row of the triangle at a time fits into registers; the z it multiplies come as operands from the cache. <c>skip</c> leads
/// from the end of the first feature of a panel to the next panel, <c>length</c> from one row of the triangle to the next.
/// </remarks>
internal static class PanelTiles
{
    /// <summary>Adds all rows of the triangle, as <see cref="TriangleLayout"/> has it, and the lower moments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(int dimension, ref double z, ref double r, int panels, ref double count, ref double first, ref double second)
    {
        int skip = (dimension - 1) * BlockLayout.PanelRows;
        int length = TriangleLayout.RowLength(0);
        FirstFour(ref z, ref r, panels, skip, ref count, ref first, ref second, length);
        second = ref Unsafe.Add(ref second, 4 * length);
        length = TriangleLayout.RowLength(1);
        Fifth(ref z, ref r, panels, skip, ref first, ref second);
        if (dimension > 5)
        {
            Sixth(ref z, ref r, panels, skip, ref first, ref Unsafe.Add(ref second, length));
        }

        if (dimension > 6)
        {
            Seventh(ref z, ref r, panels, skip, ref first, ref Unsafe.Add(ref second, 2 * length));
        }

        if (dimension > 7)
        {
            Eighth(ref z, ref r, panels, skip, ref first, ref Unsafe.Add(ref second, 3 * length));
        }
    }

    /// <summary>Rows 0…3, and Σr.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FirstFour(ref double z, ref double r, int panels, int skip, ref double count, ref double first, ref double second, int length)
    {
        Vector<double> c = Vector<double>.Zero;
        Vector<double> s0 = Vector<double>.Zero, t00 = Vector<double>.Zero;
        Vector<double> s1 = Vector<double>.Zero, t10 = Vector<double>.Zero, t11 = Vector<double>.Zero;
        Vector<double> s2 = Vector<double>.Zero, t20 = Vector<double>.Zero, t21 = Vector<double>.Zero, t22 = Vector<double>.Zero;
        Vector<double> s3 = Vector<double>.Zero, t30 = Vector<double>.Zero, t31 = Vector<double>.Zero, t32 = Vector<double>.Zero, t33 = Vector<double>.Zero;
        for (; panels > 0; panels--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                c += weight;
                Vector<double> u = weight * Vector.LoadUnsafe(ref z);
                s0 += u;
                t00 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z), t00);
                u = weight * Vector.LoadUnsafe(ref z, (nuint)BlockLayout.PanelRows);
                s1 += u;
                t10 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z), t10);
                t11 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)BlockLayout.PanelRows), t11);
                u = weight * Vector.LoadUnsafe(ref z, (nuint)(2 * BlockLayout.PanelRows));
                s2 += u;
                t20 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z), t20);
                t21 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)BlockLayout.PanelRows), t21);
                t22 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(2 * BlockLayout.PanelRows)), t22);
                u = weight * Vector.LoadUnsafe(ref z, (nuint)(3 * BlockLayout.PanelRows));
                s3 += u;
                t30 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z), t30);
                t31 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)BlockLayout.PanelRows), t31);
                t32 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(2 * BlockLayout.PanelRows)), t32);
                t33 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(3 * BlockLayout.PanelRows)), t33);
                z = ref Unsafe.Add(ref z, Vector<double>.Count);
                r = ref Unsafe.Add(ref r, Vector<double>.Count);
            }

            z = ref Unsafe.Add(ref z, skip);
        }

        count += Vector.Sum(c);
        first += Vector.Sum(s0);
        Unsafe.Add(ref first, 1) += Vector.Sum(s1);
        Unsafe.Add(ref first, 2) += Vector.Sum(s2);
        Unsafe.Add(ref first, 3) += Vector.Sum(s3);
        second += Vector.Sum(t00);
        Unsafe.Add(ref second, length) += Vector.Sum(t10);
        Unsafe.Add(ref second, length + 1) += Vector.Sum(t11);
        Unsafe.Add(ref second, 2 * length) += Vector.Sum(t20);
        Unsafe.Add(ref second, (2 * length) + 1) += Vector.Sum(t21);
        Unsafe.Add(ref second, (2 * length) + 2) += Vector.Sum(t22);
        Unsafe.Add(ref second, 3 * length) += Vector.Sum(t30);
        Unsafe.Add(ref second, (3 * length) + 1) += Vector.Sum(t31);
        Unsafe.Add(ref second, (3 * length) + 2) += Vector.Sum(t32);
        Unsafe.Add(ref second, (3 * length) + 3) += Vector.Sum(t33);
    }

    /// <summary>Row 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fifth(ref double z, ref double r, int panels, int skip, ref double first, ref double second)
    {
        Vector<double> s4 = Vector<double>.Zero, t40 = Vector<double>.Zero, t41 = Vector<double>.Zero, t42 = Vector<double>.Zero, t43 = Vector<double>.Zero, t44 = Vector<double>.Zero;
        for (; panels > 0; panels--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                Vector<double> u = weight * Vector.LoadUnsafe(ref z, (nuint)(4 * BlockLayout.PanelRows));
                s4 += u;
                t40 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z), t40);
                t41 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)BlockLayout.PanelRows), t41);
                t42 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(2 * BlockLayout.PanelRows)), t42);
                t43 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(3 * BlockLayout.PanelRows)), t43);
                t44 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(4 * BlockLayout.PanelRows)), t44);
                z = ref Unsafe.Add(ref z, Vector<double>.Count);
                r = ref Unsafe.Add(ref r, Vector<double>.Count);
            }

            z = ref Unsafe.Add(ref z, skip);
        }

        Unsafe.Add(ref first, 4) += Vector.Sum(s4);
        second += Vector.Sum(t40);
        Unsafe.Add(ref second, 1) += Vector.Sum(t41);
        Unsafe.Add(ref second, 2) += Vector.Sum(t42);
        Unsafe.Add(ref second, 3) += Vector.Sum(t43);
        Unsafe.Add(ref second, 4) += Vector.Sum(t44);
    }

    /// <summary>Row 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixth(ref double z, ref double r, int panels, int skip, ref double first, ref double second)
    {
        Vector<double> s5 = Vector<double>.Zero, t50 = Vector<double>.Zero, t51 = Vector<double>.Zero, t52 = Vector<double>.Zero, t53 = Vector<double>.Zero, t54 = Vector<double>.Zero, t55 = Vector<double>.Zero;
        for (; panels > 0; panels--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                Vector<double> u = weight * Vector.LoadUnsafe(ref z, (nuint)(5 * BlockLayout.PanelRows));
                s5 += u;
                t50 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z), t50);
                t51 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)BlockLayout.PanelRows), t51);
                t52 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(2 * BlockLayout.PanelRows)), t52);
                t53 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(3 * BlockLayout.PanelRows)), t53);
                t54 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(4 * BlockLayout.PanelRows)), t54);
                t55 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(5 * BlockLayout.PanelRows)), t55);
                z = ref Unsafe.Add(ref z, Vector<double>.Count);
                r = ref Unsafe.Add(ref r, Vector<double>.Count);
            }

            z = ref Unsafe.Add(ref z, skip);
        }

        Unsafe.Add(ref first, 5) += Vector.Sum(s5);
        second += Vector.Sum(t50);
        Unsafe.Add(ref second, 1) += Vector.Sum(t51);
        Unsafe.Add(ref second, 2) += Vector.Sum(t52);
        Unsafe.Add(ref second, 3) += Vector.Sum(t53);
        Unsafe.Add(ref second, 4) += Vector.Sum(t54);
        Unsafe.Add(ref second, 5) += Vector.Sum(t55);
    }

    /// <summary>Row 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Seventh(ref double z, ref double r, int panels, int skip, ref double first, ref double second)
    {
        Vector<double> s6 = Vector<double>.Zero, t60 = Vector<double>.Zero, t61 = Vector<double>.Zero, t62 = Vector<double>.Zero, t63 = Vector<double>.Zero, t64 = Vector<double>.Zero, t65 = Vector<double>.Zero, t66 = Vector<double>.Zero;
        for (; panels > 0; panels--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                Vector<double> u = weight * Vector.LoadUnsafe(ref z, (nuint)(6 * BlockLayout.PanelRows));
                s6 += u;
                t60 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z), t60);
                t61 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)BlockLayout.PanelRows), t61);
                t62 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(2 * BlockLayout.PanelRows)), t62);
                t63 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(3 * BlockLayout.PanelRows)), t63);
                t64 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(4 * BlockLayout.PanelRows)), t64);
                t65 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(5 * BlockLayout.PanelRows)), t65);
                t66 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(6 * BlockLayout.PanelRows)), t66);
                z = ref Unsafe.Add(ref z, Vector<double>.Count);
                r = ref Unsafe.Add(ref r, Vector<double>.Count);
            }

            z = ref Unsafe.Add(ref z, skip);
        }

        Unsafe.Add(ref first, 6) += Vector.Sum(s6);
        second += Vector.Sum(t60);
        Unsafe.Add(ref second, 1) += Vector.Sum(t61);
        Unsafe.Add(ref second, 2) += Vector.Sum(t62);
        Unsafe.Add(ref second, 3) += Vector.Sum(t63);
        Unsafe.Add(ref second, 4) += Vector.Sum(t64);
        Unsafe.Add(ref second, 5) += Vector.Sum(t65);
        Unsafe.Add(ref second, 6) += Vector.Sum(t66);
    }

    /// <summary>Row 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eighth(ref double z, ref double r, int panels, int skip, ref double first, ref double second)
    {
        Vector<double> s7 = Vector<double>.Zero, t70 = Vector<double>.Zero, t71 = Vector<double>.Zero, t72 = Vector<double>.Zero, t73 = Vector<double>.Zero, t74 = Vector<double>.Zero, t75 = Vector<double>.Zero, t76 = Vector<double>.Zero, t77 = Vector<double>.Zero;
        for (; panels > 0; panels--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> weight = Vector.LoadUnsafe(ref r);
                Vector<double> u = weight * Vector.LoadUnsafe(ref z, (nuint)(7 * BlockLayout.PanelRows));
                s7 += u;
                t70 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z), t70);
                t71 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)BlockLayout.PanelRows), t71);
                t72 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(2 * BlockLayout.PanelRows)), t72);
                t73 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(3 * BlockLayout.PanelRows)), t73);
                t74 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(4 * BlockLayout.PanelRows)), t74);
                t75 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(5 * BlockLayout.PanelRows)), t75);
                t76 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(6 * BlockLayout.PanelRows)), t76);
                t77 = Vector.FusedMultiplyAdd(u, Vector.LoadUnsafe(ref z, (nuint)(7 * BlockLayout.PanelRows)), t77);
                z = ref Unsafe.Add(ref z, Vector<double>.Count);
                r = ref Unsafe.Add(ref r, Vector<double>.Count);
            }

            z = ref Unsafe.Add(ref z, skip);
        }

        Unsafe.Add(ref first, 7) += Vector.Sum(s7);
        second += Vector.Sum(t70);
        Unsafe.Add(ref second, 1) += Vector.Sum(t71);
        Unsafe.Add(ref second, 2) += Vector.Sum(t72);
        Unsafe.Add(ref second, 3) += Vector.Sum(t73);
        Unsafe.Add(ref second, 4) += Vector.Sum(t74);
        Unsafe.Add(ref second, 5) += Vector.Sum(t75);
        Unsafe.Add(ref second, 6) += Vector.Sum(t76);
        Unsafe.Add(ref second, 7) += Vector.Sum(t77);
    }
}
