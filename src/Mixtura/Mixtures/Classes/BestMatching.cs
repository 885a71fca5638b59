namespace Mixtura.Mixtures.Classes;

/// <summary>The assignment problem: a column of its own for each row so that the entries chosen add up to the most (Hungarian method, by shortest augmenting paths).</summary>
internal static class BestMatching
{
    /// <summary>The largest total; where there are more rows than columns, or the other way round, some stay unmatched.</summary>
    /// <remarks>The smaller side is matched row by row: its square times the larger side.</remarks>
    public static long Total(long[,] gains)
    {
        bool isWide = gains.GetLength(0) <= gains.GetLength(1);
        int rows = Math.Min(gains.GetLength(0), gains.GetLength(1));
        int columns = Math.Max(gains.GetLength(0), gains.GetLength(1));
        long Cost(int row, int column) => isWide ? -gains[row, column] : -gains[column, row];

        // 1-based, with 0 for none; potentials keep reduced costs from being negative
        var rowPotential = new long[rows + 1];
        var columnPotential = new long[columns + 1];
        var rowOf = new int[columns + 1];
        for (int row = 1; row <= rows; row++)
        {
            Augment(row, Cost, rowPotential, columnPotential, rowOf);
        }

        return -Enumerable.Range(1, columns).Where(column => rowOf[column] > 0).Sum(column => Cost(rowOf[column] - 1, column - 1));
    }

    private static void Augment(int row, Func<int, int, long> cost, long[] rowPotential, long[] columnPotential, int[] rowOf)
    {
        int size = rowOf.Length - 1;
        var least = new long[size + 1];
        Array.Fill(least, long.MaxValue);
        var before = new int[size + 1];
        var used = new bool[size + 1];
        rowOf[0] = row;
        int column = 0;
        do
        {
            used[column] = true;
            int from = rowOf[column];
            int next = 0;
            long step = long.MaxValue;
            for (int other = 1; other <= size; other++)
            {
                if (used[other])
                {
                    continue;
                }

                long reduced = cost(from - 1, other - 1) - rowPotential[from] - columnPotential[other];
                (least[other], before[other]) = reduced < least[other] ? (reduced, column) : (least[other], before[other]);
                (step, next) = least[other] < step ? (least[other], other) : (step, next);
            }

            for (int other = 0; other <= size; other++)
            {
                if (used[other])
                {
                    rowPotential[rowOf[other]] += step;
                    columnPotential[other] -= step;
                }
                else
                {
                    least[other] -= step;
                }
            }

            column = next;
        }
        while (rowOf[column] != 0);

        for (; column != 0; column = before[column])
        {
            rowOf[column] = rowOf[before[column]];
        }
    }
}
