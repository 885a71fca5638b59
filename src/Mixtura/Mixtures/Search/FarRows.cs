using MathNet.Numerics.Statistics;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Mixtures.Search;

/// <summary>Rows far out: farther from a feature's median than twenty of the standard deviations that its quartiles tell. Unlike mean and deviation those do not follow such rows.</summary>
internal static class FarRows
{
    private const double Deviations = 20;

    // of a normal distribution
    private const double QuartileRangePerDeviation = 1.3489795003921634;

    // of all rows: more are no handful of outliers
    private const double LargestShare = 0.05;

    /// <summary>Finds them; none where they are too many, or none is whole.</summary>
    /// <param name="sample">A sample, which tells the quartiles.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<(long Row, double[] Values)> Of(RowSample sample, IRowSource rows, CancellationToken cancellationToken)
    {
        int d = rows.Columns;
        var ranges = Enumerable.Range(0, d).Select(j => RangeOf(sample, j)).ToArray();
        var found = new List<(long Row, double[] Values)>();
        rows.ForEachBlock(
            SlotPartition.BlockRows,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    if (block.Weights[i] > 0 && found.Count <= LargestShare * rows.Rows && IsFar(block[i], ranges))
                    {
                        found.Add((block.FirstRow + i, block[i].ToArray()));
                    }
                }
            },
            cancellationToken);
        return found.Count <= LargestShare * rows.Rows ? [.. found.Where(static row => !RowGaps.AnyIn(row.Values))] : [];
    }

    private static bool IsFar(ReadOnlySpan<double> row, (double Low, double High)[] ranges)
    {
        for (int j = 0; j < row.Length; j++)
        {
            if (row[j] < ranges[j].Low || row[j] > ranges[j].High)
            {
                return true;
            }
        }

        return false;
    }

    // everything where half of the values are one
    private static (double Low, double High) RangeOf(RowSample sample, int feature)
    {
        double[] values = [.. Enumerable.Range(0, sample.Count).Select(i => sample.Observed(i, 1)[feature]).Where(static value => !double.IsNaN(value)).Order()];
        double middle = SortedArrayStatistics.Median(values);
        double reach = Deviations * SortedArrayStatistics.InterquartileRange(values) / QuartileRangePerDeviation;
        return reach > 0 ? (middle - reach, middle + reach) : (double.NegativeInfinity, double.PositiveInfinity);
    }
}
