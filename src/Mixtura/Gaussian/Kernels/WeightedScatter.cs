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
internal sealed class WeightedScatter : RowScatter
{
    private readonly int dimension;
    private readonly int columns;
    private readonly nint stride;
    private readonly AlignedBuffer deviations;
    private readonly AlignedBuffer roots;

    /// <summary>Room for a chunk of rows.</summary>
    public WeightedScatter(int dimension)
    {
        this.dimension = dimension;
        this.columns = BlockLayout.PadColumns(dimension);
        // an odd number of cache lines: a walk down the rows must not fall onto a few sets of the cache
        this.stride = this.columns % 16 == 0 ? this.columns + 8 : this.columns;
        deviations = new AlignedBuffer(ChunkRows * (int)this.stride);
        this.roots = new AlignedBuffer(BlockLayout.Stride(ChunkRows));
    }

    /// <summary>Adds the active rows of one component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(PaddedBlock block, ActiveRows active, ref double mean, ref double count, ref double first, ref double second)
    {
        count += active.Total;
        for (int start = 0; start < active.Count; start += ChunkRows)
        {
            AddChunk(ref block.Row(0), ref active.OffsetAt(start), ref active.ResponsibilityAt(start), Math.Min(ChunkRows, active.Count - start), ref mean, ref first, ref second);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddChunk(ref double x, ref int offsets, ref double r, int rows, ref double mean, ref double first, ref double second)
    {
        Vector.SquareRoot(Vector.LoadUnsafe(ref r)).StoreUnsafe(ref this.roots.At(0));
        for (int column = 0; column < this.columns;)
        {
            bool four = column + (4 * Vector<double>.Count) <= this.columns;
            ref double from = ref Unsafe.Add(ref x, column);
            ref double mu = ref Unsafe.Add(ref mean, column);
            ref double sum = ref Unsafe.Add(ref first, column);
            if (four)
            {
                CenterFour(ref from, ref offsets, ref r, ref this.roots.At(0), rows, ref mu, ref deviations.At(column), this.stride, ref sum);
            }
            else
            {
                CenterTwo(ref from, ref offsets, ref r, ref this.roots.At(0), rows, ref mu, ref deviations.At(column), this.stride, ref sum);
            }

            column += (four ? 4 : 2) * Vector<double>.Count;
        }

        AddTriangle(rows, ref second);
    }

    /// <summary>z = √r (x − μ) and Σr(x−μ) in four vectors of columns.</summary>
    /// <remarks>The roots of the next rows are taken while these are worked on: the square root has a unit of its own, but a slow one.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CenterFour(
        ref double x, ref int offsets, ref double r, ref double roots, int rows, ref double mean, ref double z, nint stride, ref double first)
    {
        Vector<double> mean0 = Vector.LoadUnsafe(ref mean);
        Vector<double> mean1 = Vector.LoadUnsafe(ref mean, (nuint)Vector<double>.Count);
        Vector<double> mean2 = Vector.LoadUnsafe(ref mean, (nuint)(2 * Vector<double>.Count));
        Vector<double> mean3 = Vector.LoadUnsafe(ref mean, (nuint)(3 * Vector<double>.Count));
        Vector<double> first0 = Vector.LoadUnsafe(ref first);
        Vector<double> first1 = Vector.LoadUnsafe(ref first, (nuint)Vector<double>.Count);
        Vector<double> first2 = Vector.LoadUnsafe(ref first, (nuint)(2 * Vector<double>.Count));
        Vector<double> first3 = Vector.LoadUnsafe(ref first, (nuint)(3 * Vector<double>.Count));
        for (int group = 0; group < rows; group += Vector<double>.Count)
        {
            Vector<double> next = Vector.LoadUnsafe(ref r, (nuint)(group + Vector<double>.Count));
            Vector.SquareRoot(next).StoreUnsafe(ref roots, (nuint)(group + Vector<double>.Count));
            int end = Math.Min(group + Vector<double>.Count, rows);
            for (int row = group; row < end; row++)
            {
                ref double from = ref Unsafe.Add(ref x, Unsafe.Add(ref offsets, row));
                Vector<double> weight = Vector.Create(Unsafe.Add(ref r, row));
                Vector<double> root = Vector.Create(Unsafe.Add(ref roots, row));
                Vector<double> d = Vector.LoadUnsafe(ref from) - mean0;
                (d * root).StoreUnsafe(ref z);
                first0 = Vector.FusedMultiplyAdd(d, weight, first0);
                d = Vector.LoadUnsafe(ref from, (nuint)Vector<double>.Count) - mean1;
                (d * root).StoreUnsafe(ref z, (nuint)Vector<double>.Count);
                first1 = Vector.FusedMultiplyAdd(d, weight, first1);
                d = Vector.LoadUnsafe(ref from, (nuint)(2 * Vector<double>.Count)) - mean2;
                (d * root).StoreUnsafe(ref z, (nuint)(2 * Vector<double>.Count));
                first2 = Vector.FusedMultiplyAdd(d, weight, first2);
                d = Vector.LoadUnsafe(ref from, (nuint)(3 * Vector<double>.Count)) - mean3;
                (d * root).StoreUnsafe(ref z, (nuint)(3 * Vector<double>.Count));
                first3 = Vector.FusedMultiplyAdd(d, weight, first3);
                z = ref Unsafe.Add(ref z, stride);
            }
        }

        first0.StoreUnsafe(ref first);
        first1.StoreUnsafe(ref first, (nuint)Vector<double>.Count);
        first2.StoreUnsafe(ref first, (nuint)(2 * Vector<double>.Count));
        first3.StoreUnsafe(ref first, (nuint)(3 * Vector<double>.Count));
    }

    /// <summary>As <see cref="CenterFour"/> in two vectors of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CenterTwo(
        ref double x, ref int offsets, ref double r, ref double roots, int rows, ref double mean, ref double z, nint stride, ref double first)
    {
        Vector<double> mean0 = Vector.LoadUnsafe(ref mean);
        Vector<double> mean1 = Vector.LoadUnsafe(ref mean, (nuint)Vector<double>.Count);
        Vector<double> first0 = Vector.LoadUnsafe(ref first);
        Vector<double> first1 = Vector.LoadUnsafe(ref first, (nuint)Vector<double>.Count);
        for (int group = 0; group < rows; group += Vector<double>.Count)
        {
            Vector<double> next = Vector.LoadUnsafe(ref r, (nuint)(group + Vector<double>.Count));
            Vector.SquareRoot(next).StoreUnsafe(ref roots, (nuint)(group + Vector<double>.Count));
            int end = Math.Min(group + Vector<double>.Count, rows);
            for (int row = group; row < end; row++)
            {
                ref double from = ref Unsafe.Add(ref x, Unsafe.Add(ref offsets, row));
                Vector<double> weight = Vector.Create(Unsafe.Add(ref r, row));
                Vector<double> root = Vector.Create(Unsafe.Add(ref roots, row));
                Vector<double> d = Vector.LoadUnsafe(ref from) - mean0;
                (d * root).StoreUnsafe(ref z);
                first0 += d * weight;
                d = Vector.LoadUnsafe(ref from, (nuint)Vector<double>.Count) - mean1;
                (d * root).StoreUnsafe(ref z, (nuint)Vector<double>.Count);
                first1 += d * weight;
                z = ref Unsafe.Add(ref z, stride);
            }
        }

        first0.StoreUnsafe(ref first);
        first1.StoreUnsafe(ref first, (nuint)Vector<double>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTriangle(int rows, ref double second)
    {
        ref double z = ref deviations.At(0);
        int quads = (this.dimension + 3) / 4;
        bool pairs = Vector<double>.Count == 4;
        for (int quad = 0; quad < quads; quad++)
        {
            int length = TriangleLayout.RowLength(quad);
            bool pair = pairs && quad % 2 == 0 && quad + 1 < quads;
            bool secondOfPair = pairs && quad % 2 == 1;
            int end = pair ? length - 4 : secondOfPair ? length - 8 : length;
            ScatterTiles.Strip(ref Unsafe.Add(ref z, 4 * quad), ref z, this.stride, rows, end / Vector<double>.Count, ref second, length);
            ref double below = ref Unsafe.Add(ref second, 4 * length);
            if (pair)
            {
                ScatterTiles.Diagonal(ref Unsafe.Add(ref z, 4 * quad), this.stride, rows, ref Unsafe.Add(ref second, length - 4), length, ref Unsafe.Add(ref below, length - 4), length + 4);
            }

            second = ref below;
        }
    }
}
