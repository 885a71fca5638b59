using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Mixtura.Data;

namespace Mixtura.Gaussian.Missing;

/// <summary>The rows of a block that lack values, grouped by which: what depends on the pattern alone is then done once for all its rows. One instance a thread.</summary>
internal sealed class GapPatterns(int features)
{
    // of as few features there is a counter for every pattern
    private const int FewFeatures = 12;

    private readonly int words = (features + 63) / 64;
    private readonly List<int> starts = [];
    private readonly List<int> missingStarts = [];
    private readonly List<int> missing = [];
    private ulong[] masks = [];
    private int[] order = [];
    private int[] keys = [];
    private readonly int[] counts = features <= FewFeatures ? new int[1 << features] : [];
    private int[] rowOf = [];
    private int[] wholeOf = [];

    /// <summary>The rows with gaps, in the order of their patterns.</summary>
    public int Rows { get; private set; }

    /// <summary>The rows without gaps.</summary>
    public int WholeRows { get; private set; }

    /// <summary>The place in the block of a whole row.</summary>
    public int WholeRowOf(int wholeRow) => wholeOf[wholeRow];

    /// <summary>The number of patterns.</summary>
    public int Count => starts.Count - 1;

    /// <summary>The place in the block of a row with gaps.</summary>
    public int RowOf(int gapRow) => rowOf[order[gapRow]];

    /// <summary>The first of the rows of a pattern, among the rows with gaps; that of the next pattern ends them.</summary>
    public int Start(int pattern) => starts[pattern];

    /// <summary>The features missing in a pattern, rising.</summary>
    public ReadOnlySpan<int> Missing(int pattern) =>
        CollectionsMarshal.AsSpan(missing)[missingStarts[pattern]..missingStarts[pattern + 1]];

    /// <summary>The number of features missing in a pattern.</summary>
    public int MissingCount(int pattern) => missingStarts[pattern + 1] - missingStarts[pattern];

    /// <summary>Looks at a block.</summary>
    /// <returns>Whether a row has a gap.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Find(RowBlock block)
    {
        MakeRoom(block.Count);
        Rows = 0;
        WholeRows = 0;
        for (int i = 0; i < block.Count; i++)
        {
            if (ReadMask(block[i], masks.AsSpan(Rows * words, words)))
            {
                order[Rows] = Rows;
                rowOf[Rows++] = i;
            }
            else
            {
                wholeOf[WholeRows++] = i;
            }
        }

        if (Rows > 0)
        {
            Sort();
            Group();
        }

        return Rows > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool ReadMask(ReadOnlySpan<double> row, Span<ulong> mask)
    {
        mask.Clear();
        ref double first = ref MemoryMarshal.GetReference(row);
        int j = 0;
        ulong any = 0;
        for (; j + 4 <= row.Length; j += 4)
        {
            var some = Vector256.LoadUnsafe(ref first, (nuint)j);
            ulong bits = Vector256.ExtractMostSignificantBits(~Vector256.Equals(some, some));
            any |= bits;
            mask[j >> 6] |= bits << (j & 63);
        }

        for (; j < row.Length; j++)
        {
            ulong bit = double.IsNaN(Unsafe.Add(ref first, j)) ? 1UL : 0;
            any |= bit;
            mask[j >> 6] |= bit << (j & 63);
        }

        return any != 0;
    }

    // within a pattern rows keep their order
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort()
    {
        if (counts.Length > 0)
        {
            SortByCounting();
            return;
        }

        // a single row is in order, and scored by itself it must not allocate
        if (Rows > 1)
        {
            order.AsSpan(0, Rows).Sort((a, b) => MaskOf(a).SequenceCompareTo(MaskOf(b)) is not 0 and var byPattern ? byPattern : a.CompareTo(b));
        }
    }

    // patterns in the order in which they first come: each a chain of its rows
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortByCounting()
    {
        int found = 0;
        for (int r = 0; r < Rows; r++)
        {
            int mask = (int)masks[r];
            if (counts[mask]++ == 0)
            {
                keys[found++] = mask;
            }
        }

        int start = 0;
        for (int i = 0; i < found; i++)
        {
            int length = counts[keys[i]];
            counts[keys[i]] = start;
            start += length;
        }

        for (int r = 0; r < Rows; r++)
        {
            order[counts[(int)masks[r]]++] = r;
        }

        for (int i = 0; i < found; i++)
        {
            counts[keys[i]] = 0;
        }
    }

    private ReadOnlySpan<ulong> MaskOf(int row) => masks.AsSpan(row * words, words);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Group()
    {
        starts.Clear();
        missingStarts.Clear();
        missing.Clear();
        for (int i = 0; i < Rows; i++)
        {
            if (i == 0 || !MaskOf(order[i]).SequenceEqual(MaskOf(order[i - 1])))
            {
                starts.Add(i);
                missingStarts.Add(missing.Count);
                AddMissing(MaskOf(order[i]));
            }
        }

        starts.Add(Rows);
        missingStarts.Add(missing.Count);
    }

    private void AddMissing(ReadOnlySpan<ulong> mask)
    {
        for (int word = 0; word < mask.Length; word++)
        {
            for (ulong left = mask[word]; left != 0; left &= left - 1)
            {
                missing.Add((word * 64) + System.Numerics.BitOperations.TrailingZeroCount(left));
            }
        }
    }

    private void MakeRoom(int rows)
    {
        if (order.Length < rows)
        {
            order = new int[rows];
            rowOf = new int[rows];
            wholeOf = new int[rows];
            keys = new int[rows];
            masks = new ulong[rows * words];
        }
    }
}
