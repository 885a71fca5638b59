namespace Mixtura.Data;

/// <summary>Rows with gaps in memory, those that lack the same values together: what depends on the pattern alone is then done once for many rows.</summary>
internal static class RowsByPattern
{
    // more are left as they come: one copy must not fill the memory
    private const long MostNumbers = 1 << 26;

    /// <summary>The rows, whole ones first, else as they came; the source itself where nothing is missing or numbers are too many.</summary>
    public static IRowSource Of(IRowSource rows, bool hasGaps)
    {
        if (!hasGaps || rows.Rows * rows.Columns > MostNumbers)
        {
            return rows;
        }

        int d = rows.Columns;
        var all = MemoryRows.CopyOf(rows, out double[] weights);
        var values = all.Values.Span;
        var keys = new UInt128[all.Rows];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = KeyOf(values.Slice(i * d, d));
        }

        int[] order = [.. Enumerable.Range(0, keys.Length).OrderBy(i => keys[i])];
        var sorted = new double[values.Length];
        var counts = new double[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            values.Slice(order[i] * d, d).CopyTo(sorted.AsSpan(i * d));
            counts[i] = weights[order[i]];
        }

        return new MemoryRows(new RowMatrix(sorted, d), counts, rows.FeatureNames) { Processes = rows.Processes, SweepLog = rows.SweepLog };
    }

    // 0 for a whole row; of more than 128 features the patterns are mixed, which costs no more than time
    private static UInt128 KeyOf(ReadOnlySpan<double> row)
    {
        UInt128 key = 0;
        for (int j = 0; j < row.Length; j++)
        {
            if (double.IsNaN(row[j]))
            {
                key ^= UInt128.One << (j % 128);
                key = j < 128 ? key : UInt128.RotateLeft(key, 41);
            }
        }

        return key;
    }
}
