using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Σr, Σr(x−μ) and the lower triangle of Σr(x−μ)(x−μ)ᵀ over the active rows of a block; one instance a thread.</summary>
/// <remarks>
/// With z = √r (x−μ) the triangle is Σzzᵀ. Lanes are columns and every entry takes its rows one after the other, so a
/// row with r = 0 would change nothing: leaving it out gives the same bits. A register tile is 4 rows of the triangle by 3 vectors of
/// columns, or the whole triangle of 8 columns: 12 accumulators that stay in registers while the rows go by.
/// </remarks>
internal sealed class WeightedScatter
{
    /// <summary>Rows at a time: what a strip of tiles reads of them stays in the first-level cache.</summary>
    private const int ChunkRows = 64;

    private readonly int _dimension;
    private readonly int _columns;
    private readonly nint _stride;
    private readonly AlignedBuffer _z;
    private readonly AlignedBuffer _roots;

    /// <summary>Room for a chunk of rows.</summary>
    public WeightedScatter(int dimension)
    {
        _dimension = dimension;
        _columns = BlockLayout.PadColumns(dimension);
        // an odd number of cache lines: a walk down the rows must not fall onto a few sets of the cache
        _stride = _columns % 16 == 0 ? _columns + 8 : _columns;
        _z = new AlignedBuffer(ChunkRows * (int)_stride);
        _roots = new AlignedBuffer(BlockLayout.Stride(ChunkRows));
    }

    /// <summary>Adds the active rows of one component.</summary>
    public void Add(PaddedBlock block, ActiveRows active, ref double mean, ref double count, ref double first, ref double second)
    {
        count += active.Total;
        for (int start = 0; start < active.Count; start += ChunkRows)
        {
            int rows = Math.Min(ChunkRows, active.Count - start);
            SetRoots(ref active.ResponsibilityAt(start), ref _roots.At(0), rows);
            for (int column = 0; column < _columns;)
            {
                bool four = column + (4 * Vector<double>.Count) <= _columns;
                ref double x = ref Unsafe.Add(ref block.Row(0), column);
                ref double mu = ref Unsafe.Add(ref mean, column);
                ref double sum = ref Unsafe.Add(ref first, column);
                if (four)
                {
                    CenterFour(ref x, block.RowStride, ref active.RowAt(start), ref active.ResponsibilityAt(start), rows, ref mu, ref _z.At(column), ref sum);
                }
                else
                {
                    CenterTwo(ref x, block.RowStride, ref active.RowAt(start), ref active.ResponsibilityAt(start), rows, ref mu, ref _z.At(column), ref sum);
                }

                column += (four ? 4 : 2) * Vector<double>.Count;
            }

            AddTriangle(rows, ref second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetRoots(ref double responsibilities, ref double roots, int rows)
    {
        for (int row = 0; row < rows; row += Vector<double>.Count)
        {
            Vector.SquareRoot(Vector.LoadUnsafe(ref responsibilities, (nuint)row)).StoreUnsafe(ref roots, (nuint)row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CenterFour(
        ref double x, int rowStride, ref int index, ref double r, int rows, ref double mean, ref double z, ref double first)
    {
        Vector<double> mean0 = Vector.LoadUnsafe(ref mean);
        Vector<double> mean1 = Vector.LoadUnsafe(ref mean, (nuint)Vector<double>.Count);
        Vector<double> mean2 = Vector.LoadUnsafe(ref mean, (nuint)(2 * Vector<double>.Count));
        Vector<double> mean3 = Vector.LoadUnsafe(ref mean, (nuint)(3 * Vector<double>.Count));
        Vector<double> first0 = Vector.LoadUnsafe(ref first);
        Vector<double> first1 = Vector.LoadUnsafe(ref first, (nuint)Vector<double>.Count);
        Vector<double> first2 = Vector.LoadUnsafe(ref first, (nuint)(2 * Vector<double>.Count));
        Vector<double> first3 = Vector.LoadUnsafe(ref first, (nuint)(3 * Vector<double>.Count));
        ref double root = ref _roots.At(0);
        nint stride = _stride;
        for (int row = 0; row < rows; row++)
        {
            ref double from = ref Unsafe.Add(ref x, Unsafe.Add(ref index, row) * rowStride);
            Vector<double> weight = Vector.Create(Unsafe.Add(ref r, row));
            Vector<double> scale = Vector.Create(Unsafe.Add(ref root, row));
            Vector<double> d0 = Vector.LoadUnsafe(ref from) - mean0;
            Vector<double> d1 = Vector.LoadUnsafe(ref from, (nuint)Vector<double>.Count) - mean1;
            Vector<double> d2 = Vector.LoadUnsafe(ref from, (nuint)(2 * Vector<double>.Count)) - mean2;
            Vector<double> d3 = Vector.LoadUnsafe(ref from, (nuint)(3 * Vector<double>.Count)) - mean3;
            (d0 * scale).StoreUnsafe(ref z);
            (d1 * scale).StoreUnsafe(ref z, (nuint)Vector<double>.Count);
            (d2 * scale).StoreUnsafe(ref z, (nuint)(2 * Vector<double>.Count));
            (d3 * scale).StoreUnsafe(ref z, (nuint)(3 * Vector<double>.Count));
            first0 += d0 * weight;
            first1 += d1 * weight;
            first2 += d2 * weight;
            first3 += d3 * weight;
            z = ref Unsafe.Add(ref z, stride);
        }

        first0.StoreUnsafe(ref first);
        first1.StoreUnsafe(ref first, (nuint)Vector<double>.Count);
        first2.StoreUnsafe(ref first, (nuint)(2 * Vector<double>.Count));
        first3.StoreUnsafe(ref first, (nuint)(3 * Vector<double>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CenterTwo(
        ref double x, int rowStride, ref int index, ref double r, int rows, ref double mean, ref double z, ref double first)
    {
        Vector<double> mean0 = Vector.LoadUnsafe(ref mean);
        Vector<double> mean1 = Vector.LoadUnsafe(ref mean, (nuint)Vector<double>.Count);
        Vector<double> first0 = Vector.LoadUnsafe(ref first);
        Vector<double> first1 = Vector.LoadUnsafe(ref first, (nuint)Vector<double>.Count);
        ref double root = ref _roots.At(0);
        nint stride = _stride;
        for (int row = 0; row < rows; row++)
        {
            ref double from = ref Unsafe.Add(ref x, Unsafe.Add(ref index, row) * rowStride);
            Vector<double> weight = Vector.Create(Unsafe.Add(ref r, row));
            Vector<double> scale = Vector.Create(Unsafe.Add(ref root, row));
            Vector<double> d0 = Vector.LoadUnsafe(ref from) - mean0;
            Vector<double> d1 = Vector.LoadUnsafe(ref from, (nuint)Vector<double>.Count) - mean1;
            (d0 * scale).StoreUnsafe(ref z);
            (d1 * scale).StoreUnsafe(ref z, (nuint)Vector<double>.Count);
            first0 += d0 * weight;
            first1 += d1 * weight;
            z = ref Unsafe.Add(ref z, stride);
        }

        first0.StoreUnsafe(ref first);
        first1.StoreUnsafe(ref first, (nuint)Vector<double>.Count);
    }

    private void AddTriangle(int rows, ref double second)
    {
        ref double z = ref _z.At(0);
        int quads = (_dimension + 3) / 4;
        bool pairs = Vector<double>.Count == 4;
        for (int quad = 0; quad < quads; quad++)
        {
            int length = TriangleLayout.RowLength(quad);
            bool pair = pairs && quad % 2 == 0 && quad + 1 < quads;
            bool secondOfPair = pairs && quad % 2 == 1;
            int end = pair ? length - 4 : secondOfPair ? length - 8 : length;
            ScatterTiles.Strip(ref Unsafe.Add(ref z, 4 * quad), ref z, _stride, rows, end / Vector<double>.Count, ref second, length);
            ref double below = ref Unsafe.Add(ref second, 4 * length);
            if (pair)
            {
                ScatterTiles.Diagonal(ref Unsafe.Add(ref z, 4 * quad), _stride, rows, ref Unsafe.Add(ref second, length - 4), length, ref Unsafe.Add(ref below, length - 4), length + 4);
            }

            second = ref below;
        }
    }
}
