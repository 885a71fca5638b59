using System.Runtime.CompilerServices;
using Mixtura.Data;

namespace Mixtura.Gaussian.Missing;

/// <summary>The rows of a block that lack values, grouped by which: what depends on the pattern alone is then done once for all its rows. One instance a thread.</summary>
internal sealed class GapPatterns(int features)
{
    private readonly int words = (features + 63) / 64;
    private readonly List<int> starts = [];
    private readonly List<int> missingStarts = [];
    private readonly List<int> missing = [];
    private ulong[] masks = [];
    private int[] order = [];
    private ulong[] keys = [];
    private int[] rowOf = [];

    /// <summary>The rows with gaps, in the order of their patterns.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of patterns.</summary>
    public int Count => starts.Count - 1;

    /// <summary>The place in the block of a row with gaps.</summary>
    public int RowOf(int gapRow) => rowOf[order[gapRow]];

    /// <summary>The first of the rows of a pattern, among the rows with gaps; that of the next pattern ends them.</summary>
    public int Start(int pattern) => starts[pattern];

    /// <summary>The features missing in a pattern, rising.</summary>
    public ReadOnlySpan<int> Missing(int pattern) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(missing)[missingStarts[pattern]..missingStarts[pattern + 1]];

    /// <summary>Looks at a block.</summary>
    /// <returns>Whether a row has a gap.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Find(RowBlock block)
    {
        MakeRoom(block.Count);
        Rows = 0;
        for (int i = 0; i < block.Count; i++)
        {
            var mask = masks.AsSpan(Rows * words, words);
            if (ReadMask(block[i], mask))
            {
                order[Rows] = Rows;
                rowOf[Rows++] = i;
            }
        }

        if (Rows > 0)
        {
            Sort();
            Group();
        }

        return Rows > 0;
    }

    private static bool ReadMask(ReadOnlySpan<double> row, Span<ulong> mask)
    {
        mask.Clear();
        bool any = false;
        for (int j = 0; j < row.Length; j++)
        {
            bool isMissing = row[j] != row[j];
            mask[j >> 6] |= isMissing ? 1UL << (j & 63) : 0;
            any |= isMissing;
        }

        return any;
    }

    // within a pattern rows keep their order, whatever the sort does with equal keys
    private void Sort()
    {
        if (words == 1)
        {
            masks.AsSpan(0, Rows).CopyTo(keys);
            Array.Sort(keys, order, 0, Rows);
            for (int first = 0, i = 1; i <= Rows; i++)
            {
                if (i == Rows || keys[i] != keys[first])
                {
                    Array.Sort(order, first, i - first);
                    first = i;
                }
            }

            return;
        }

        order.AsSpan(0, Rows).Sort((a, b) => Mask(a).SequenceCompareTo(Mask(b)) is not 0 and var byPattern ? byPattern : a.CompareTo(b));
    }

    private ReadOnlySpan<ulong> Mask(int row) => masks.AsSpan(row * words, words);

    private void Group()
    {
        starts.Clear();
        missingStarts.Clear();
        missing.Clear();
        for (int i = 0; i < Rows; i++)
        {
            if (i == 0 || !Mask(order[i]).SequenceEqual(Mask(order[i - 1])))
            {
                starts.Add(i);
                missingStarts.Add(missing.Count);
                AddMissing(Mask(order[i]));
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
            keys = new ulong[rows];
            masks = new ulong[rows * words];
        }
    }
}
