using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>offset − |L⁻¹(x − μ)|² / 2 for a panel of rows: the triangular product that an E-step with full covariances is made of.</summary>
/// <remarks>
/// Lanes are rows. A tile is 3 rows of the factor by 4 vectors of rows: 12 accumulators, fed by 4 loads and 3 broadcasts for 12
/// multiply-adds, just what 16 registers and two loads a cycle allow. D mod 3 rows come first, so that the rest is whole tiles.
/// Each lane sees the same operations in the same order in every method here, whatever the shape of its tile and however many
/// rows are computed together: results are equal bit by bit.
/// </remarks>
internal static class TriangularDistance
{
    /// <summary>Doubles of a packed factor of <paramref name="rows"/> rows.</summary>
    public static int PackedLength(int rows)
    {
        int head = rows % 3;
        int length = head * (head + 1) / 2;
        for (int row = head; row < rows; row += 3)
        {
            length += 3 * (row + 3);
        }

        return length;
    }

    /// <summary>Packs L⁻¹ √½ tile by tile, each tile column by column, with zeros above the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<double> inverseFactor, int rows, Span<double> packed)
    {
        double rootHalf = Math.Sqrt(0.5);
        int head = rows % 3;
        int to = 0;
        for (int row = 0; row < head; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                packed[to++] = inverseFactor[(row * rows) + column] * rootHalf;
            }
        }

        for (int tile = head; tile < rows; tile += 3)
        {
            for (int column = 0; column < tile + 3; column++)
            {
                for (int row = tile; row < tile + 3; row++)
                {
                    packed[to++] = column <= row ? inverseFactor[(row * rows) + column] * rootHalf : 0.0;
                }
            }
        }
    }

    /// <summary><see cref="Wide"/> for every panel of a block; the result is contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AllPanels(
        PaddedBlock block, ref double mean, ref double factor, int rows, double offset, ref double z, ref double result)
    {
        for (int panel = 0; panel < block.PanelCount; panel++)
        {
            Wide(ref block.Panel(panel), ref mean, ref factor, rows, offset, ref z, ref Unsafe.Add(ref result, panel * BlockLayout.PanelRows));
        }
    }

    /// <summary>The log joints of a panel of four vectors of rows.</summary>
    /// <param name="x">The panel, [D][4 vectors].</param>
    /// <param name="mean">μ.</param>
    /// <param name="factor">The packed factor.</param>
    /// <param name="rows">
    /// D, or fewer rows of the factor (congruent to D modulo 3): then the result is an upper bound of the log joint, for the
    /// terms left out are not negative and rounding is monotone.
    /// </param>
    /// <param name="offset">The constant.</param>
    /// <param name="z">Scratch of the size of a panel.</param>
    /// <param name="result">Four vectors of log joints.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide(ref double x, ref double mean, ref double factor, int rows, double offset, ref double z, ref double result)
    {
        int width = 4 * Vector<double>.Count;
        int head = rows % 3;
        Head(ref x, ref mean, ref factor, head, width, ref z, ref result);
        factor = ref Unsafe.Add(ref factor, head * (head + 1) / 2);
        for (int row = head; row < rows; row += 3)
        {
            ref double mu = ref Unsafe.Add(ref mean, row);
            ref double to = ref Unsafe.Add(ref z, row * width);
            ref double from = ref Unsafe.Add(ref x, row * width);
            Center(ref from, Vector.Create(mu), ref to);
            Center(ref Unsafe.Add(ref from, width), Vector.Create(Unsafe.Add(ref mu, 1)), ref Unsafe.Add(ref to, width));
            Center(ref Unsafe.Add(ref from, 2 * width), Vector.Create(Unsafe.Add(ref mu, 2)), ref Unsafe.Add(ref to, 2 * width));

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

            AddSquares(a0, b0, c0, ref result);
            AddSquares(a1, b1, c1, ref Unsafe.Add(ref result, Vector<double>.Count));
            AddSquares(a2, b2, c2, ref Unsafe.Add(ref result, 2 * Vector<double>.Count));
            AddSquares(a3, b3, c3, ref Unsafe.Add(ref result, 3 * Vector<double>.Count));
        }

        Finish(offset, width, ref result);
    }

    /// <summary>The log joints of a panel of one vector of rows, [D][1 vector]; otherwise as <see cref="Wide"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(ref double x, ref double mean, ref double factor, int rows, double offset, ref double z, ref double result)
    {
        int width = Vector<double>.Count;
        int head = rows % 3;
        Head(ref x, ref mean, ref factor, head, width, ref z, ref result);
        factor = ref Unsafe.Add(ref factor, head * (head + 1) / 2);
        for (int row = head; row < rows; row++)
        {
            (Vector.LoadUnsafe(ref x, (nuint)(row * width)) - Vector.Create(Unsafe.Add(ref mean, row))).StoreUnsafe(ref z, (nuint)(row * width));
        }

        for (int row = head; row < rows;)
        {
            // two tiles together where there are two: the shorter one's sums would wait for themselves
            bool pair = row + 6 <= rows;
            ref double next = ref Unsafe.Add(ref factor, pair ? 3 * (row + 3) : 0);
            Vector<double> a = Vector<double>.Zero, b = Vector<double>.Zero, c = Vector<double>.Zero;
            Vector<double> d = Vector<double>.Zero, e = Vector<double>.Zero, f = Vector<double>.Zero;
            ref double zj = ref z;
            for (int column = row + 3; column > 0; column--)
            {
                Vector<double> v = Vector.LoadUnsafe(ref zj);
                a = Vector.FusedMultiplyAdd(Vector.Create(factor), v, a);
                b = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref factor, 1)), v, b);
                c = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref factor, 2)), v, c);
                d = Vector.FusedMultiplyAdd(Vector.Create(next), v, d);
                e = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref next, 1)), v, e);
                f = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref next, 2)), v, f);
                factor = ref Unsafe.Add(ref factor, 3);
                next = ref Unsafe.Add(ref next, 3);
                zj = ref Unsafe.Add(ref zj, width);
            }

            AddSquares(a, b, c, ref result);
            row += 3;
            if (!pair)
            {
                continue;
            }

            for (int column = 0; column < 3; column++)
            {
                Vector<double> v = Vector.LoadUnsafe(ref zj, (nuint)(column * width));
                d = Vector.FusedMultiplyAdd(Vector.Create(next), v, d);
                e = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref next, 1)), v, e);
                f = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref next, 2)), v, f);
                next = ref Unsafe.Add(ref next, 3);
            }

            AddSquares(d, e, f, ref result);
            factor = ref next;
            row += 3;
        }

        Finish(offset, width, ref result);
    }

    /// <summary>The first D mod 3 rows of the factor; sets the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Head(ref double x, ref double mean, ref double factor, int head, int width, ref double z, ref double result)
    {
        for (int lane = 0; lane < width; lane += Vector<double>.Count)
        {
            Vector<double> q = Vector<double>.Zero;
            if (head > 0)
            {
                Vector<double> z0 = Vector.LoadUnsafe(ref x, (nuint)lane) - Vector.Create(mean);
                z0.StoreUnsafe(ref z, (nuint)lane);
                Vector<double> y = Vector.Create(factor) * z0;
                q = y * y;
                if (head > 1)
                {
                    Vector<double> z1 = Vector.LoadUnsafe(ref x, (nuint)(width + lane)) - Vector.Create(Unsafe.Add(ref mean, 1));
                    z1.StoreUnsafe(ref z, (nuint)(width + lane));
                    y = Vector.Create(Unsafe.Add(ref factor, 1)) * z0;
                    y = Vector.FusedMultiplyAdd(Vector.Create(Unsafe.Add(ref factor, 2)), z1, y);
                    q = Vector.FusedMultiplyAdd(y, y, q);
                }
            }

            q.StoreUnsafe(ref result, (nuint)lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Center(ref double x, Vector<double> mean, ref double z)
    {
        (Vector.LoadUnsafe(ref x) - mean).StoreUnsafe(ref z);
        (Vector.LoadUnsafe(ref x, (nuint)Vector<double>.Count) - mean).StoreUnsafe(ref z, (nuint)Vector<double>.Count);
        (Vector.LoadUnsafe(ref x, (nuint)(2 * Vector<double>.Count)) - mean).StoreUnsafe(ref z, (nuint)(2 * Vector<double>.Count));
        (Vector.LoadUnsafe(ref x, (nuint)(3 * Vector<double>.Count)) - mean).StoreUnsafe(ref z, (nuint)(3 * Vector<double>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquares(Vector<double> a, Vector<double> b, Vector<double> c, ref double result)
    {
        Vector<double> q = Vector.FusedMultiplyAdd(a, a, Vector.LoadUnsafe(ref result));
        q = Vector.FusedMultiplyAdd(b, b, q);
        Vector.FusedMultiplyAdd(c, c, q).StoreUnsafe(ref result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(double offset, int width, ref double result)
    {
        for (int lane = 0; lane < width; lane += Vector<double>.Count)
        {
            (Vector.Create(offset) - Vector.LoadUnsafe(ref result, (nuint)lane)).StoreUnsafe(ref result, (nuint)lane);
        }
    }
}
