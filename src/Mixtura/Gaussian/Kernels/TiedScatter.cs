using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The moments of a block for a covariance that all components share, from one scatter of all rows; one instance a thread.</summary>
/// <remarks>
/// With δ_k = μ_k − c and R_i = Σ_k r_ik, Σ_ik r_ik (x_i−μ_k)(x_i−μ_k)ᵀ = Σ_i R_i (x_i−c)(x_i−c)ᵀ − Σ_k (f_k δ_kᵀ + δ_k f_kᵀ + n_k δ_k δ_kᵀ), where n_k and f_k
/// are the block's Σr and Σr(x−μ_k). The difference costs the digits of |δ_k|², in standard deviations: only where <see cref="TiedGaussians.MayWhiten"/>.
/// </remarks>
internal sealed class TiedScatter
{
    /// <summary>In fewer rows a sum may be small by accident, and the digits that the difference costs would show.</summary>
    private const int FewestRows = 64;

    private readonly int dimension;
    private readonly ActiveRows active;
    private readonly WeightedScatter scatter;
    private readonly AlignedBuffer totals;
    private readonly AlignedBuffer triangle;
    private readonly AlignedBuffer first;
    private readonly AlignedBuffer apart;
    private readonly AlignedBuffer scratch;

    /// <summary>Room for blocks of <paramref name="blockRows"/> rows.</summary>
    public TiedScatter(int dimension, int blockRows, ActiveRows active, WeightedScatter scatter)
    {
        int columns = BlockLayout.PadColumns(dimension);
        this.dimension = dimension;
        this.active = active;
        this.scatter = scatter;
        this.totals = new AlignedBuffer(BlockLayout.Stride(blockRows));
        this.triangle = new AlignedBuffer(TriangleLayout.Length(dimension));
        this.first = new AlignedBuffer(columns);
        this.apart = new AlignedBuffer(columns);
        scratch = new AlignedBuffer(columns);
    }

    /// <summary>Adds the block to <paramref name="sums"/>, or nothing (false) when so few responsibilities are not 0 that one scatter a component is cheaper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(PaddedBlock block, TiedGaussians tied, ReadOnlySpan<double> responsibilities, int stride, GaussianSums sums)
    {
        int padded = block.PanelCount * BlockLayout.PanelRows;
        ref readonly double all = ref responsibilities[0];
        if (block.Count < FewestRows || SumComponents(ref Unsafe.AsRef(in all), stride, tied.Components, padded, ref this.totals.At(0)) < 2 * block.Count)
        {
            return false;
        }

        double unused = 0.0;
        this.triangle.Span.Clear();
        this.active.Collect(in this.totals.At(0), padded);
        this.scatter.Add(block, this.active, ref tied.CenterAt, ref unused, ref scratch.At(0), ref this.triangle.At(0));
        for (int k = 0; k < tied.Components; k++)
        {
            this.active.Collect(in responsibilities[k * stride], padded);
            if (this.active.Count > 0)
            {
                AddComponent(block, tied, k, sums);
            }
        }

        Add(ref this.triangle.At(0), this.triangle.Length, ref sums.SecondAt(0));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddComponent(PaddedBlock block, TiedGaussians tied, int k, GaussianSums sums)
    {
        double count = 0.0;
        this.first.Span.Clear();
        scratch.Span.Clear();
        DiagonalScatter.Add(block, this.active, ref tied.MeanAt(k), ref count, ref this.first.At(0), ref scratch.At(0));
        sums.CountAt(k) += count;
        Add(ref this.first.At(0), this.first.Length, ref sums.FirstAt(k));
        for (int j = 0; j < this.dimension; j++)
        {
            this.apart.At(j) = Unsafe.Add(ref tied.MeanAt(k), j) - Unsafe.Add(ref tied.CenterAt, j);
            scratch.At(j) = Math.FusedMultiplyAdd(count, this.apart.At(j), this.first.At(j));
        }

        SubtractProducts(this.dimension, ref this.first.At(0), ref this.apart.At(0), ref scratch.At(0), ref this.triangle.At(0));
    }

    /// <summary>Subtracts f_i δ_j + δ_i (f_j + n δ_j).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractProducts(int dimension, ref double first, ref double apart, ref double shifted, ref double triangle)
    {
        for (int row = 0; row < dimension; row++)
        {
            int length = TriangleLayout.RowLength(row / 4);
            Vector<double> f = Vector.Create(-Unsafe.Add(ref first, row));
            Vector<double> d = Vector.Create(-Unsafe.Add(ref apart, row));
            for (int j = 0; j < length; j += Vector<double>.Count)
            {
                Vector<double> sum = Vector.FusedMultiplyAdd(f, Vector.LoadUnsafe(ref apart, (nuint)j), Vector.LoadUnsafe(ref triangle, (nuint)j));
                Vector.FusedMultiplyAdd(d, Vector.LoadUnsafe(ref shifted, (nuint)j), sum).StoreUnsafe(ref triangle, (nuint)j);
            }

            triangle = ref Unsafe.Add(ref triangle, length);
        }
    }

    /// <summary>Sums over the components, k = 0…K−1; returns how many responsibilities are not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long SumComponents(ref double responsibilities, int stride, int components, int padded, ref double totals)
    {
        Vector<long> zeros = Vector<long>.Zero;
        for (int row = 0; row < padded; row += Vector<double>.Count)
        {
            Vector<double> total = Vector<double>.Zero;
            ref double r = ref Unsafe.Add(ref responsibilities, row);
            for (int k = components; k > 0; k--)
            {
                Vector<double> own = Vector.LoadUnsafe(ref r);
                total += own;
                zeros -= Vector.Equals(own, Vector<double>.Zero);
                r = ref Unsafe.Add(ref r, stride);
            }

            total.StoreUnsafe(ref totals, (nuint)row);
        }

        return ((long)padded * components) - Vector.Sum(zeros);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ref double values, int length, ref double sums)
    {
        for (int i = 0; i < length; i += Vector<double>.Count)
        {
            (Vector.LoadUnsafe(ref sums, (nuint)i) + Vector.LoadUnsafe(ref values, (nuint)i)).StoreUnsafe(ref sums, (nuint)i);
        }
    }
}
