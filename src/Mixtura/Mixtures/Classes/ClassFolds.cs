using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Classes;

/// <summary>The rows of each class shared out to folds at random, as equally as can be.</summary>
internal static class ClassFolds
{
    private const ulong Stream = 0x5EED_F01D_0000_0001;

    /// <summary>The fold of every row of known class; −1 for the others.</summary>
    /// <exception cref="InputException">A class has one row only.</exception>
    public static int[] Of(KnownLabels labels, int folds, Seed seed)
    {
        var result = new int[labels.Rows];
        Array.Fill(result, -1);
        for (int known = 0; known < labels.Classes.Count; known++)
        {
            int[] rows = [.. Enumerable.Range(0, labels.Rows).Where(row => labels[row] == known)];
            if (rows.Length < 2)
            {
                throw new InputException($"Class '{labels.Classes[known]}' has one row, so that none is left where that one is held out. Label more, or leave the folds out.");
            }

            var places = new RowFolds(rows.Length, folds, new RandomSource(seed, Stream + (ulong)known));
            for (int i = 0; i < rows.Length; i++)
            {
                result[rows[i]] = places.Of(i);
            }
        }

        return result;
    }
}
