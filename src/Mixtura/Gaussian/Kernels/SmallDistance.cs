using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>offset − |L⁻¹(x − μ)|² / 2 in one to four dimensions, for all panels of a block.</summary>
/// <remarks>Lanes are rows and everything stays in registers, so the sums over dimensions are written out.</remarks>
internal static class SmallDistance
{
    /// <summary>Log joints of one component.</summary>
    /// <param name="dimension">D ≤ 4.</param>
    /// <param name="x">The panels, [panel][D][16 rows].</param>
    /// <param name="mean">μ.</param>
    /// <param name="factor">L⁻¹ √½, lower triangle row by row.</param>
    /// <param name="offset">The constant.</param>
    /// <param name="panels">The number of panels.</param>
    /// <param name="result">[panel][16 rows].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(int dimension, ref double x, ref double mean, ref double factor, double offset, int panels, ref double result)
    {
        switch (dimension)
        {
            case 1:
                One(ref x, ref mean, ref factor, offset, panels, ref result);
                break;
            case 2:
                Two(ref x, ref mean, ref factor, offset, panels, ref result);
                break;
            case 3:
                Three(ref x, ref mean, ref factor, offset, panels, ref result);
                break;
            default:
                Four(ref x, ref mean, ref factor, offset, panels, ref result);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(ref double x, ref double mean, ref double factor, double offset, int panels, ref double result)
    {
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> f00 = Vector.Create(factor);
        Vector<double> constant = Vector.Create(offset);
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> y = f00 * z0;
                Vector<double> q = y * y;
                (constant - q).StoreUnsafe(ref result);
                x = ref Unsafe.Add(ref x, Vector<double>.Count);
                result = ref Unsafe.Add(ref result, Vector<double>.Count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(ref double x, ref double mean, ref double factor, double offset, int panels, ref double result)
    {
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> m1 = Vector.Create(Unsafe.Add(ref mean, 1));
        Vector<double> f00 = Vector.Create(factor);
        Vector<double> f10 = Vector.Create(Unsafe.Add(ref factor, 1));
        Vector<double> f11 = Vector.Create(Unsafe.Add(ref factor, 2));
        Vector<double> constant = Vector.Create(offset);
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> z1 = Vector.LoadUnsafe(ref x, (nuint)BlockLayout.PanelRows) - m1;
                Vector<double> y = f00 * z0;
                Vector<double> q = y * y;
                y = f10 * z0;
                y = Vector.FusedMultiplyAdd(f11, z1, y);
                q = Vector.FusedMultiplyAdd(y, y, q);
                (constant - q).StoreUnsafe(ref result);
                x = ref Unsafe.Add(ref x, Vector<double>.Count);
                result = ref Unsafe.Add(ref result, Vector<double>.Count);
            }

            x = ref Unsafe.Add(ref x, BlockLayout.PanelRows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Three(ref double x, ref double mean, ref double factor, double offset, int panels, ref double result)
    {
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> m1 = Vector.Create(Unsafe.Add(ref mean, 1));
        Vector<double> m2 = Vector.Create(Unsafe.Add(ref mean, 2));
        Vector<double> f00 = Vector.Create(factor);
        Vector<double> f10 = Vector.Create(Unsafe.Add(ref factor, 1));
        Vector<double> f11 = Vector.Create(Unsafe.Add(ref factor, 2));
        Vector<double> f20 = Vector.Create(Unsafe.Add(ref factor, 3));
        Vector<double> f21 = Vector.Create(Unsafe.Add(ref factor, 4));
        Vector<double> f22 = Vector.Create(Unsafe.Add(ref factor, 5));
        Vector<double> constant = Vector.Create(offset);
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> z1 = Vector.LoadUnsafe(ref x, (nuint)BlockLayout.PanelRows) - m1;
                Vector<double> z2 = Vector.LoadUnsafe(ref x, (nuint)(2 * BlockLayout.PanelRows)) - m2;
                Vector<double> y = f00 * z0;
                Vector<double> q = y * y;
                y = f10 * z0;
                y = Vector.FusedMultiplyAdd(f11, z1, y);
                q = Vector.FusedMultiplyAdd(y, y, q);
                y = f20 * z0;
                y = Vector.FusedMultiplyAdd(f21, z1, y);
                y = Vector.FusedMultiplyAdd(f22, z2, y);
                q = Vector.FusedMultiplyAdd(y, y, q);
                (constant - q).StoreUnsafe(ref result);
                x = ref Unsafe.Add(ref x, Vector<double>.Count);
                result = ref Unsafe.Add(ref result, Vector<double>.Count);
            }

            x = ref Unsafe.Add(ref x, 2 * BlockLayout.PanelRows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(ref double x, ref double mean, ref double factor, double offset, int panels, ref double result)
    {
        Vector<double> m0 = Vector.Create(mean);
        Vector<double> m1 = Vector.Create(Unsafe.Add(ref mean, 1));
        Vector<double> m2 = Vector.Create(Unsafe.Add(ref mean, 2));
        Vector<double> m3 = Vector.Create(Unsafe.Add(ref mean, 3));
        Vector<double> f00 = Vector.Create(factor);
        Vector<double> f10 = Vector.Create(Unsafe.Add(ref factor, 1));
        Vector<double> f11 = Vector.Create(Unsafe.Add(ref factor, 2));
        Vector<double> f20 = Vector.Create(Unsafe.Add(ref factor, 3));
        Vector<double> f21 = Vector.Create(Unsafe.Add(ref factor, 4));
        Vector<double> f22 = Vector.Create(Unsafe.Add(ref factor, 5));
        Vector<double> f30 = Vector.Create(Unsafe.Add(ref factor, 6));
        Vector<double> f31 = Vector.Create(Unsafe.Add(ref factor, 7));
        Vector<double> f32 = Vector.Create(Unsafe.Add(ref factor, 8));
        Vector<double> f33 = Vector.Create(Unsafe.Add(ref factor, 9));
        Vector<double> constant = Vector.Create(offset);
        for (int panel = panels; panel > 0; panel--)
        {
            for (int lane = 0; lane < BlockLayout.PanelRows; lane += Vector<double>.Count)
            {
                Vector<double> z0 = Vector.LoadUnsafe(ref x) - m0;
                Vector<double> z1 = Vector.LoadUnsafe(ref x, (nuint)BlockLayout.PanelRows) - m1;
                Vector<double> z2 = Vector.LoadUnsafe(ref x, (nuint)(2 * BlockLayout.PanelRows)) - m2;
                Vector<double> z3 = Vector.LoadUnsafe(ref x, (nuint)(3 * BlockLayout.PanelRows)) - m3;
                Vector<double> y = f00 * z0;
                Vector<double> q = y * y;
                y = f10 * z0;
                y = Vector.FusedMultiplyAdd(f11, z1, y);
                q = Vector.FusedMultiplyAdd(y, y, q);
                y = f20 * z0;
                y = Vector.FusedMultiplyAdd(f21, z1, y);
                y = Vector.FusedMultiplyAdd(f22, z2, y);
                q = Vector.FusedMultiplyAdd(y, y, q);
                y = f30 * z0;
                y = Vector.FusedMultiplyAdd(f31, z1, y);
                y = Vector.FusedMultiplyAdd(f32, z2, y);
                y = Vector.FusedMultiplyAdd(f33, z3, y);
                q = Vector.FusedMultiplyAdd(y, y, q);
                (constant - q).StoreUnsafe(ref result);
                x = ref Unsafe.Add(ref x, Vector<double>.Count);
                result = ref Unsafe.Add(ref result, Vector<double>.Count);
            }

            x = ref Unsafe.Add(ref x, 3 * BlockLayout.PanelRows);
        }
    }
}
