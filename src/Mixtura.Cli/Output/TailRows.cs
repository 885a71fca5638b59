using System.Globalization;
using Mixtura.Cli.Tables;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Rows with their tail probabilities: all of them, or those that are below a limit, with the feature that makes each unusual.</summary>
/// <param name="model">The model.</param>
/// <param name="tails">The tail probabilities under it.</param>
internal sealed class TailRows(Mixture model, TailProbabilities tails)
{
    private const int BlockRows = 1024;

    private static readonly TableColumn[] Scores = [new("log_density", CellType.Number), new("tail_probability", CellType.Number)];

    /// <summary>The columns of all rows.</summary>
    public static TableColumn[] Columns => Scores;

    /// <summary>The columns of outliers: the row, counted from 1 as messages count, its scores, and why.</summary>
    public static TableColumn[] ColumnsOfOutliers => [new("row", CellType.Whole), .. Scores, new("feature", CellType.Text), new("expected", CellType.Number), new("deviations", CellType.Number)];

    /// <summary>Writes all rows.</summary>
    public void WriteAll(IRowSource rows, RowTable table, CancellationToken cancellationToken)
    {
        var written = table.Rows(BlockRows);
        ForEachBlock(rows, (block, densities) =>
        {
            written.Start(block.FirstRow, block.Count);
            densities.CopyTo(written.Numbers(table.First));
            for (int i = 0; i < block.Count; i++)
            {
                written.Numbers(table.First + 1)[i] = tails.Of(block[i], densities[i]);
            }

            table.Prepare(written);
            table.Write(written);
        }, cancellationToken);
        table.Complete();
    }

    /// <summary>Writes the rows whose tail probability is below a limit.</summary>
    /// <returns>How many they are, and their weight of that of all rows.</returns>
    public (long Count, double Weight, double Total) WriteOutliers(IRowSource rows, double limit, RowTable table, CancellationToken cancellationToken)
    {
        var written = table.Rows(1);
        var reason = model.IntegratesMissing ? new UnusualFeature(model) : null;
        long count = 0;
        double weight = 0;
        double total = 0;
        ForEachBlock(rows, (block, densities) =>
        {
            for (int i = 0; i < block.Count; i++)
            {
                total += block.Weights[i];
                double tail = tails.Of(block[i], densities[i]);
                if (tail < limit)
                {
                    count++;
                    weight += block.Weights[i];
                    written.Start(block.FirstRow + i, 1);
                    Set(written, table.First, block.FirstRow + i, densities[i], tail);
                    Explain(written, table.First + 3, reason, block[i]);
                    table.Prepare(written);
                    table.Write(written);
                }
            }
        }, cancellationToken);
        table.Complete();
        return (count, weight, total);
    }

    /// <summary>What was found, in a sentence.</summary>
    public string Summary(long rows, double limit, (long Count, double Weight, double Total) found)
    {
        string how = tails.IsExact ? "exact" : $"from {Shown.Count(tails.Draws, "draw")}, standard error {tails.StandardError(limit).ToString("0.#e-0", CultureInfo.InvariantCulture)} at the limit";
        string expected = Shown.Value(limit * found.Total);
        return $"{Shown.Count(found.Count)} of {Shown.Count(rows, "row")} {(found.Count == 1 ? "has" : "have")} a tail probability below {Shown.Value(limit)} ({how}); if the model were true it would be about {expected}.";
    }

    private static void Set(TableRows written, int first, long row, double logDensity, double tail)
    {
        written.Wholes(first)[0] = row + 1;
        written.Numbers(first + 1)[0] = logDensity;
        written.Numbers(first + 2)[0] = tail;
    }

    private void Explain(TableRows written, int first, UnusualFeature? reason, ReadOnlySpan<double> row)
    {
        var (feature, expected, deviations) = reason?.In(row) ?? (-1, double.NaN, double.NaN);
        written.Texts(first)[0] = feature < 0 ? null : model.FeatureName(feature);
        written.Numbers(first + 1)[0] = expected;
        written.Numbers(first + 2)[0] = deviations;
    }

    private delegate void BlockAction(RowBlock block, ReadOnlySpan<double> densities);

    private void ForEachBlock(IRowSource rows, BlockAction action, CancellationToken cancellationToken)
    {
        var scorer = new MixtureScorer(model, MissingCells.IntegrateOut);
        var densities = new double[BlockRows];
        using var reader = rows.Open();
        while (reader.Read(BlockRows, out var block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            scorer.Score(block, densities.AsSpan(0, block.Count), []);
            action(block, densities.AsSpan(0, block.Count));
        }
    }
}
