using Mixtura.Data;

namespace Mixtura.Cli.Fitting;

/// <summary>The weighted mean and standard deviation (divisor Σw) of every column, in two passes.</summary>
internal sealed record ColumnMoments(double TotalWeight, double[] Means, double[] Deviations)
{
    private const int BlockRows = 1024;

    public static ColumnMoments Of(IRowSource rows)
    {
        // about the first row, so that an offset costs no digits
        var centre = FirstRow(rows);
        double total = 0;
        var sums = new double[rows.Columns];
        ForEachRow(rows, (row, weight) =>
        {
            total += weight;
            for (int j = 0; j < row.Length; j++)
            {
                sums[j] += weight * (row[j] - centre[j]);
            }
        });
        var means = sums.Select((sum, j) => centre[j] + (sum / total)).ToArray();
        var squares = new double[rows.Columns];
        ForEachRow(rows, (row, weight) =>
        {
            for (int j = 0; j < row.Length; j++)
            {
                double deviation = row[j] - means[j];
                squares[j] += weight * deviation * deviation;
            }
        });
        return new ColumnMoments(total, means, [.. squares.Select(square => Math.Sqrt(square / total))]);
    }

    /// <summary>Σᵢ wᵢ.</summary>
    public static double WeightOf(IRowSource rows)
    {
        double total = 0;
        ForEachRow(rows, (_, weight) => total += weight);
        return total;
    }

    private delegate void RowAction(ReadOnlySpan<double> row, double weight);

    private static double[] FirstRow(IRowSource rows)
    {
        using var reader = rows.Open();
        return reader.Read(1, out var block) ? block[0].ToArray() : new double[rows.Columns];
    }

    private static void ForEachRow(IRowSource rows, RowAction action)
    {
        using var reader = rows.Open();
        while (reader.Read(BlockRows, out var block))
        {
            for (int i = 0; i < block.Count; i++)
            {
                action(block[i], block.Weights[i]);
            }
        }
    }
}
