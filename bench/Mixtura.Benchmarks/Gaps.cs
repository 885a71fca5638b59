using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Benchmarks;

/// <summary>Rows with some of their cells missing, in the order in which a fit reads them.</summary>
internal static class Gaps
{
    /// <summary>The rows with gaps.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="way"><c>few</c>: 5 % of the cells in four patterns of two neighbouring columns; <c>random</c>: 15 % of the cells, each by itself.</param>
    public static IRowSource In(MemoryRows rows, string way)
    {
        var random = new RandomSource(1);
        int d = rows.Columns;
        var values = rows.Matrix.Values.ToArray();
        for (int start = 0; start < values.Length; start += d)
        {
            if (string.Equals(way, "random", StringComparison.Ordinal))
            {
                for (int j = 0; j < d; j++)
                {
                    values[start + j] = random.NextUniform() < 0.15 ? double.NaN : values[start + j];
                }
            }
            else if (random.NextUniform() < 0.05 * d / 2)
            {
                int first = 2 * (int)random.NextIndex(Math.Min(4, d / 2));
                values[start + first] = values[start + first + 1] = double.NaN;
            }
        }

        return RowsByPattern.Of(new MemoryRows(new RowMatrix(values, d)), hasGaps: true);
    }
}
