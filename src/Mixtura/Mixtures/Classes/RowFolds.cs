using Mixtura.Numerics;

namespace Mixtura.Mixtures.Classes;

/// <summary>The rows shared out to folds at random, as equally as can be, without a number kept for any of them.</summary>
/// <remarks>A permutation of 0 … N − 1 in the form of Feistel (Black and Rogaway 2002): rounds on the two halves of a row's bits, and on again while the result
/// is no row. A row's fold is its place modulo the number of folds.</remarks>
internal sealed class RowFolds
{
    private const int Rounds = 6;

    private readonly long rows;
    private readonly int folds;
    private readonly int halfBits;
    private readonly ulong[] keys;

    /// <param name="rows">N.</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="random">Where the permutation is drawn from.</param>
    public RowFolds(long rows, int folds, RandomSource random)
    {
        this.rows = rows;
        this.folds = folds;
        for (halfBits = 1; 1L << (2 * halfBits) < rows; halfBits++)
        {
        }

        keys = [.. Enumerable.Range(0, Rounds).Select(_ => random.NextBits())];
    }

    /// <summary>The fold of a row, counted from 0.</summary>
    public int Of(long row)
    {
        ulong place = (ulong)row;
        do
        {
            place = Permuted(place);
        }
        while (place >= (ulong)rows);

        return (int)(place % (ulong)folds);
    }

    private ulong Permuted(ulong value)
    {
        ulong mask = (1UL << halfBits) - 1;
        ulong left = value >> halfBits;
        ulong right = value & mask;
        foreach (ulong key in keys)
        {
            (left, right) = (right, left ^ (Mixed(right + key) & mask));
        }

        return (left << halfBits) | right;
    }

    // the finalizer of SplitMix64
    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
