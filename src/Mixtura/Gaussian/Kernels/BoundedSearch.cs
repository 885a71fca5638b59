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

    private readonly int _stride;
    private readonly int _boundRows;
    private readonly AlignedBuffer _z;
    private readonly AlignedBuffer _best;
    private readonly int[] _winner;
    private readonly int[] _order;
    private readonly int[] _groupEnd;
    private readonly GatheredRows _gathered;
    private int _wait;
    private int _pause = 1;

    /// <summary>Room for blocks of <paramref name="blockRows"/> rows.</summary>
    public BoundedSearch(PackedGaussians shape, int blockRows, int stride)
    {
        _stride = stride;
        int head = shape.Dimension % 3;
        _boundRows = head == 2 ? 5 : head + 3;
        _z = new AlignedBuffer(shape.Dimension * BlockLayout.PanelRows);
        _best = new AlignedBuffer(stride);
        _winner = new int[stride];
        _order = new int[stride];
        _groupEnd = new int[shape.Components + 1];
        _gathered = new GatheredRows(shape.Dimension);
        IsUseful = shape.Components > 2 && shape.Dimension >= SmallestDimension;
    }

    private bool IsUseful { get; }

    /// <summary>Writes all log joints of the block, or nothing (false) when it expects not to pay.</summary>
    public bool TryRun(FullGaussians parameters, PaddedBlock block, Span<double> destination)
    {
        if (!IsUseful || --_wait > 0)
        {
            return false;
        }

        int computed = Run(parameters, block, destination);
        bool pays = computed < 0.35 * block.Count * parameters.Components;
        _pause = pays ? 1 : Math.Min(2 * _pause, LongestPause);
        _wait = pays ? 0 : _pause;
        return true;
    }

    private int Run(FullGaussians parameters, PaddedBlock block, Span<double> destination)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            TriangularDistance.AllPanels(
                block, ref parameters.MeanAt(k), ref parameters.FactorAt(k), _boundRows, parameters.Offset(k), ref _z.At(0), ref destination[k * _stride]);
        }

        FindBestBounds(parameters.Components, block.Count, destination);
        ComputeWinners(parameters, block, destination);
        int computed = block.Count;
        for (int k = 0; k < parameters.Components; k++)
        {
            int count = Survivors(k, block.Count, ref destination[k * _stride]);
            ComputeRows(parameters, k, block, _order.AsSpan(0, count), ref destination[k * _stride]);
            computed += count;
        }

        RestoreWinners(block.Count, destination);
        return computed;
    }

    private void FindBestBounds(int components, int count, ReadOnlySpan<double> bounds)
    {
        Span<double> best = _best.Span[..count];
        Array.Clear(_winner, 0, count);
        bounds[..count].CopyTo(best);
        for (int k = 1; k < components; k++)
        {
            ReadOnlySpan<double> own = bounds.Slice(k * _stride, count);
            for (int row = 0; row < count; row++)
            {
                if (own[row] > best[row])
                {
                    best[row] = own[row];
                    _winner[row] = k;
                }
            }
        }
    }

    /// <summary>Computes each row with its component of the best bound; the results go to <c>_best</c>.</summary>
    private void ComputeWinners(FullGaussians parameters, PaddedBlock block, Span<double> destination)
    {
        Array.Clear(_groupEnd);
        for (int row = 0; row < block.Count; row++)
        {
            _groupEnd[_winner[row] + 1]++;
        }

        for (int k = 0; k < parameters.Components; k++)
        {
            _groupEnd[k + 1] += _groupEnd[k];
        }

        for (int row = 0; row < block.Count; row++)
        {
            _order[_groupEnd[_winner[row]]++] = row;
        }

        int start = 0;
        for (int k = 0; k < parameters.Components; k++)
        {
            ComputeRows(parameters, k, block, _order.AsSpan(start, _groupEnd[k] - start), ref _best.At(0));
            start = _groupEnd[k];
        }
    }

    /// <summary>Lists the rows whose bound reaches their threshold and that are not computed yet; −∞ for the others.</summary>
    private int Survivors(int k, int count, ref double bounds)
    {
        int survivors = 0;
        for (int row = 0; row < count; row++)
        {
            double bound = Unsafe.Add(ref bounds, row);
            // written so that NaN survives
            if (bound - _best.At(row) < -BlockLogSumExp.Negligible)
            {
                Unsafe.Add(ref bounds, row) = double.NegativeInfinity;
            }
            else if (_winner[row] != k)
            {
                _order[survivors++] = row;
            }
        }

        return survivors;
    }

    private void ComputeRows(FullGaussians parameters, int k, PaddedBlock block, ReadOnlySpan<int> rows, ref double destination)
    {
        while (rows.Length > 0)
        {
            int taken = _gathered.Compute(parameters, k, block, rows, ref destination);
            rows = rows[taken..];
        }
    }

    private void RestoreWinners(int count, Span<double> destination)
    {
        for (int row = 0; row < count; row++)
        {
            destination[(_winner[row] * _stride) + row] = _best.At(row);
        }
    }
}
