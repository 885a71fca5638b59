using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Σr, Σr(x_j−μ_j) and Σr(x_j−μ_j)² of one component.</summary>
internal static class DiagonalScatter
{
    /// <summary>Over the active rows. Lanes are columns, so that rows with r = 0 can be left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(PaddedBlock block, ActiveRows active, ref double mean, ref double count, ref double first, ref double second)
    {
        count += active.Total;
        int column = 0;
        for (; column + (4 * Vector<double>.Count) <= block.RowStride; column += 4 * Vector<double>.Count)
        {
            AddFour(ref Unsafe.Add(ref block.Row(0), column), active, ref Unsafe.Add(ref mean, column), ref Unsafe.Add(ref first, column), ref Unsafe.Add(ref second, column));
        }

        for (; column < block.RowStride; column += Vector<double>.Count)
        {
            AddOne(ref Unsafe.Add(ref block.Row(0), column), active, ref Unsafe.Add(ref mean, column), ref Unsafe.Add(ref first, column), ref Unsafe.Add(ref second, column));
        }
    }

    /// <summary>Over all rows of the panels, which must be finite. Lanes are rows: for dimensions too few to fill a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddPanels(
        PaddedBlock block, int dimension, ref readonly double responsibilities, ref double mean, ref double count, ref double first, ref double second)
    {
        int step = block.PanelLength;
        for (int j = 0; j < dimension; j++)
        {
            Vector<double> mu = Vector.Create(Unsafe.Add(ref mean, j));
            Vector<double> c = Vector<double>.Zero, s = Vector<double>.Zero, t = Vector<double>.Zero;
            Vector<double> c1 = Vector<double>.Zero, s1 = Vector<double>.Zero, t1 = Vector<double>.Zero;
            ref double x = ref Unsafe.Add(ref block.Panel(0), j * BlockLayout.PanelRows);
            ref double r = ref Unsafe.AsRef(in responsibilities);
            for (int panel = block.PanelCount; panel > 0; panel--)
            {
                for (int lane = 0; lane < BlockLayout.PanelRows; lane += 2 * Vector<double>.Count)
                {
                    Vector<double> weight = Vector.LoadUnsafe(ref r);
                    Vector<double> z = Vector.LoadUnsafe(ref x, (nuint)lane) - mu;
                    Vector<double> u = weight * z;
                    c += weight;
                    s += u;
                    t = Vector.FusedMultiplyAdd(u, z, t);
                    weight = Vector.LoadUnsafe(ref r, (nuint)Vector<double>.Count);
                    z = Vector.LoadUnsafe(ref x, (nuint)(lane + Vector<double>.Count)) - mu;
                    u = weight * z;
                    c1 += weight;
                    s1 += u;
                    t1 = Vector.FusedMultiplyAdd(u, z, t1);
                    r = ref Unsafe.Add(ref r, 2 * Vector<double>.Count);
                }

                x = ref Unsafe.Add(ref x, step);
            }

            Unsafe.Add(ref first, j) += Vector.Sum(s + s1);
            Unsafe.Add(ref second, j) += Vector.Sum(t + t1);
            if (j == 0)
            {
                count += Vector.Sum(c + c1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(ref double x, ActiveRows active, ref double mean, ref double first, ref double second)
    {
        Vector<double> mean0 = Vector.LoadUnsafe(ref mean);
        Vector<double> mean1 = Vector.LoadUnsafe(ref mean, (nuint)Vector<double>.Count);
        Vector<double> mean2 = Vector.LoadUnsafe(ref mean, (nuint)(2 * Vector<double>.Count));
        Vector<double> mean3 = Vector.LoadUnsafe(ref mean, (nuint)(3 * Vector<double>.Count));
        Vector<double> first0 = Vector.LoadUnsafe(ref first);
        Vector<double> first1 = Vector.LoadUnsafe(ref first, (nuint)Vector<double>.Count);
        Vector<double> first2 = Vector.LoadUnsafe(ref first, (nuint)(2 * Vector<double>.Count));
        Vector<double> first3 = Vector.LoadUnsafe(ref first, (nuint)(3 * Vector<double>.Count));
        Vector<double> second0 = Vector.LoadUnsafe(ref second);
        Vector<double> second1 = Vector.LoadUnsafe(ref second, (nuint)Vector<double>.Count);
        Vector<double> second2 = Vector.LoadUnsafe(ref second, (nuint)(2 * Vector<double>.Count));
        Vector<double> second3 = Vector.LoadUnsafe(ref second, (nuint)(3 * Vector<double>.Count));
        ref int offset = ref active.OffsetAt(0);
        ref double r = ref active.ResponsibilityAt(0);
        ref double end = ref Unsafe.Add(ref r, active.Count);
        while (Unsafe.IsAddressLessThan(ref r, ref end))
        {
            ref double from = ref Unsafe.Add(ref x, offset);
            Vector<double> weight = Vector.Create(r);
            Vector<double> d = Vector.LoadUnsafe(ref from) - mean0;
            Vector<double> u = d * weight;
            first0 += u;
            second0 = Vector.FusedMultiplyAdd(u, d, second0);
            d = Vector.LoadUnsafe(ref from, (nuint)Vector<double>.Count) - mean1;
            u = d * weight;
            first1 += u;
            second1 = Vector.FusedMultiplyAdd(u, d, second1);
            d = Vector.LoadUnsafe(ref from, (nuint)(2 * Vector<double>.Count)) - mean2;
            u = d * weight;
            first2 += u;
            second2 = Vector.FusedMultiplyAdd(u, d, second2);
            d = Vector.LoadUnsafe(ref from, (nuint)(3 * Vector<double>.Count)) - mean3;
            u = d * weight;
            first3 += u;
            second3 = Vector.FusedMultiplyAdd(u, d, second3);
            offset = ref Unsafe.Add(ref offset, 1);
            r = ref Unsafe.Add(ref r, 1);
        }

        first0.StoreUnsafe(ref first);
        first1.StoreUnsafe(ref first, (nuint)Vector<double>.Count);
        first2.StoreUnsafe(ref first, (nuint)(2 * Vector<double>.Count));
        first3.StoreUnsafe(ref first, (nuint)(3 * Vector<double>.Count));
        second0.StoreUnsafe(ref second);
        second1.StoreUnsafe(ref second, (nuint)Vector<double>.Count);
        second2.StoreUnsafe(ref second, (nuint)(2 * Vector<double>.Count));
        second3.StoreUnsafe(ref second, (nuint)(3 * Vector<double>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOne(ref double x, ActiveRows active, ref double mean, ref double first, ref double second)
    {
        Vector<double> mu = Vector.LoadUnsafe(ref mean);
        Vector<double> s = Vector.LoadUnsafe(ref first);
        Vector<double> t = Vector.LoadUnsafe(ref second);
        ref int offset = ref active.OffsetAt(0);
        ref double r = ref active.ResponsibilityAt(0);
        for (int row = 0; row < active.Count; row++)
        {
            Vector<double> d = Vector.LoadUnsafe(ref x, (nuint)Unsafe.Add(ref offset, row)) - mu;
            Vector<double> u = d * Vector.Create(Unsafe.Add(ref r, row));
            s += u;
            t = Vector.FusedMultiplyAdd(u, d, t);
        }

        s.StoreUnsafe(ref first);
        t.StoreUnsafe(ref second);
    }
}
