using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Log joints of a block without computing those that provably do not matter; the workspace of one thread.</summary>
/// <remarks>
/// A few rows of each factor bound every log joint from above. The component with the best bound of a row, computed in full,
/// bounds the row's maximum from below. What cannot come within <see cref="BlockLogSumExp.Negligible"/> of that is −∞; the rest is computed,
/// rows gathered by component. Nothing is remembered about rows, and what is computed has the bits it has without
/// the search, so whether it runs is a matter of time only: it is tried now and then, and goes on while it pays.
/// </remarks>
internal sealed class BoundedSearch
{
    private const int LongestPause = 64;

    /// <summary>Below it the whole product costs about as much as bounds and gathering.</summary>
    private const int SmallestDimension = 10;

    private readonly int stride;
    private readonly int boundRows;
    private readonly AlignedBuffer z;
    private readonly AlignedBuffer best;
    private readonly int[] winner;
    private readonly int[] order;
    private readonly int[] groupEnd;
    private readonly GatheredRows gathered;
    private int wait;
    private int pause = 1;

    /// <summary>Room for blocks of <paramref name="blockRows"/> rows.</summary>
    public BoundedSearch(PackedGaussians shape, int blockRows, int stride)
    {
        this.stride = stride;
        boundRows = ChooseBoundRows(shape.Dimension);
        z = new AlignedBuffer(shape.Dimension * BlockLayout.PanelRows);
        this.best = new AlignedBuffer(stride);
        winner = new int[stride];
        order = new int[stride];
        groupEnd = new int[shape.Components + 1];
        this.gathered = new GatheredRows(shape.Dimension);
        IsUseful = shape.Components > 2 && shape.Dimension >= SmallestDimension;
    }

    private bool IsUseful { get; }

    // a quarter of the factor's rows, whole tiles of three behind the remainder: a sixteenth of the product, and enough features to tell components apart
    private static int ChooseBoundRows(int dimension)
    {
        int head = dimension % 3;
        return head + (3 * Math.Max(1, ((dimension / 4) - head) / 3));
    }

    /// <summary>Writes all log joints of the block, or nothing (false) when it expects not to pay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRun(FullGaussians parameters, PaddedBlock block, Span<double> destination)
    {
        if (!IsUseful || --this.wait > 0)
        {
            return false;
        }

        int computed = Run(parameters, block, destination);
        bool pays = computed < 0.35 * block.Count * parameters.Components;
        pause = pays ? 1 : Math.Min(2 * pause, LongestPause);
        this.wait = pays ? 0 : pause;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Run(FullGaussians parameters, PaddedBlock block, Span<double> destination)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            TriangularDistance.AllPanels(
                block, ref parameters.MeanAt(k), ref parameters.FactorAt(k), boundRows, parameters.Offset(k), ref z.At(0), ref destination[k * this.stride]);
        }

        int padded = block.PanelCount * BlockLayout.PanelRows;
        FindBestBounds(parameters.Components, this.stride, padded, ref destination[0], ref this.best.At(0));
        ComputeWinners(parameters, block, destination);
        this.best.Span[block.Count..padded].Fill(double.PositiveInfinity);
        int computed = block.Count;
        for (int k = 0; k < parameters.Components; k++)
        {
            ref double own = ref destination[k * this.stride];
            int count = Survivors(padded, ref own, ref this.best.At(0), ref order[0]);
            ComputeRows(parameters, k, block, order.AsSpan(0, count), ref own);
            computed += count;
        }

        for (int row = 0; row < block.Count; row++)
        {
            destination[winner[row] + row] = this.best.At(row);
        }

        return computed;
    }

    /// <summary>The component of the best bound of each row of the panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindBestBounds(int components, int stride, int padded, ref double bounds, ref double winners)
    {
        for (int row = 0; row < padded; row += 2 * Vector<double>.Count)
        {
            Vector<double> best0 = Vector.Create(double.NegativeInfinity), best1 = best0;
            Vector<double> winner0 = Vector<double>.Zero, winner1 = Vector<double>.Zero, number = Vector<double>.Zero;
            ref double bound = ref Unsafe.Add(ref bounds, row);
            for (int k = components; k > 0; k--)
            {
                Vector<double> bound0 = Vector.LoadUnsafe(ref bound);
                Vector<double> bound1 = Vector.LoadUnsafe(ref bound, (nuint)Vector<double>.Count);
                winner0 = Vector.ConditionalSelect(Vector.GreaterThan(bound0, best0), number, winner0);
                winner1 = Vector.ConditionalSelect(Vector.GreaterThan(bound1, best1), number, winner1);
                best0 = Vector.MaxNative(bound0, best0);
                best1 = Vector.MaxNative(bound1, best1);
                number += Vector<double>.One;
                bound = ref Unsafe.Add(ref bound, stride);
            }

            winner0.StoreUnsafe(ref winners, (nuint)row);
            winner1.StoreUnsafe(ref winners, (nuint)(row + Vector<double>.Count));
        }
    }

    /// <summary>Computes each row with its component of the best bound; the results go to <c>this.best</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeWinners(FullGaussians parameters, PaddedBlock block, Span<double> destination)
    {
        Array.Clear(groupEnd);
        for (int row = 0; row < block.Count; row++)
        {
            int k = (int)this.best.At(row);
            winner[row] = k;
            groupEnd[k + 1]++;
        }

        for (int k = 0; k < parameters.Components; k++)
        {
            groupEnd[k + 1] += groupEnd[k];
        }

        for (int row = 0; row < block.Count; row++)
        {
            order[groupEnd[winner[row]]++] = row;
        }

        int start = 0;
        for (int k = 0; k < parameters.Components; k++)
        {
            ComputeRows(parameters, k, block, order.AsSpan(start, groupEnd[k] - start), ref this.best.At(0));
            start = groupEnd[k];
        }

        // the winners wait in this.best: here they must not look like bounds still to be met
        for (int row = 0; row < block.Count; row++)
        {
            int place = winner[row] * this.stride;
            winner[row] = place;
            destination[place + row] = double.NegativeInfinity;
        }
    }

    /// <summary>Lists the rows of a component whose bound is not negligible; −∞ for all others and, until computed, for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Survivors(int padded, ref double bounds, ref double best, ref int survivors)
    {
        Vector<double> negligible = Vector.Create(-BlockLogSumExp.Negligible);
        Vector<double> none = Vector.Create(double.NegativeInfinity);
        int count = 0;
        for (int row = 0; row < padded; row += 2 * Vector<double>.Count)
        {
            ref double bound = ref Unsafe.Add(ref bounds, row);
            ref double maximum = ref Unsafe.Add(ref best, row);
            Vector<double> below0 = Vector.LoadUnsafe(ref bound) - Vector.LoadUnsafe(ref maximum);
            Vector<double> below1 = Vector.LoadUnsafe(ref bound, (nuint)Vector<double>.Count) - Vector.LoadUnsafe(ref maximum, (nuint)Vector<double>.Count);
            if (!Vector.EqualsAll(Vector.LessThan(below0, negligible) & Vector.LessThan(below1, negligible), Vector<long>.AllBitsSet))
            {
                for (int lane = 0; lane < 2 * Vector<double>.Count; lane++)
                {
                    // written so that NaN survives
                    bool absent = Unsafe.Add(ref bound, lane) - Unsafe.Add(ref maximum, lane) < -BlockLogSumExp.Negligible;
                    Unsafe.Add(ref survivors, count) = row + lane;
                    count += absent ? 0 : 1;
                }
            }

            none.StoreUnsafe(ref bound);
            none.StoreUnsafe(ref bound, (nuint)Vector<double>.Count);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeRows(FullGaussians parameters, int k, PaddedBlock block, ReadOnlySpan<int> rows, ref double destination)
    {
        while (rows.Length > 0)
        {
            int taken = this.gathered.Compute(parameters, k, block, rows, ref destination);
            rows = rows[taken..];
        }
    }
}
