using System.Globalization;
using Mixtura.Cli.Tables;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Rows with their tail probabilities: all of them, or those that are below a limit, with the feature that makes each unusual.</summary>
/// <param name="model">The model.</param>
/// <param name="rows">The rows.</param>
/// <param name="tails">The tail probabilities under the model.</param>
/// <param name="threads">The number of threads; null for all processors.</param>
internal sealed class TailRows(Mixture model, IRowSource rows, TailProbabilities tails, int? threads)
{
    private static readonly TableColumn[] Scores = [new("log_density", CellType.Number), new("tail_probability", CellType.Number)];

    /// <summary>The columns of all rows.</summary>
    public static TableColumn[] Columns => Scores;

    /// <summary>The columns of outliers: the row, counted from 1 as messages count, its scores, and why.</summary>
    public static TableColumn[] ColumnsOfOutliers => [new("row", CellType.Whole), .. Scores, new("feature", CellType.Text), new("expected", CellType.Number), new("deviations", CellType.Number)];

    /// <summary>Writes all rows.</summary>
    /// <returns>How the figures were found, in a sentence.</returns>
    public string WriteAll(RowTable table, CancellationToken cancellationToken)
    {
        new PosteriorRows(model, rows, threads) { Tails = new TailScores(tails) }.Write(
            Posterior.Tails,
            table,
            (block, written) =>
            {
                block.LogDensities.CopyTo(written.Numbers(table.First));
                block.Tails.CopyTo(written.Numbers(table.First + 1));
            },
            static _ => { },
            cancellationToken);
        table.Complete();
        return $"Tail probabilities are {How(0.001, "0.001")}{(tails.IsOfComponents ? ", and those of the components alone: noise is left out" : string.Empty)}.";
    }

    /// <summary>Writes the rows whose tail probability is below a limit.</summary>
    /// <returns>How many they are, in a sentence.</returns>
    public string WriteOutliers(double limit, RowTable table, CancellationToken cancellationToken)
    {
        var written = table.Rows(1);
        var scores = new TailScores(tails, limit, model.IntegratesMissing ? new UnusualFeatures(model) : null);
        long count = 0;
        new PosteriorRows(model, rows, threads) { Tails = scores }.ForEachBlock(
            Posterior.Outliers,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    if (block.Tails[i] < limit)
                    {
                        count++;
                        Write(block, i, written, table);
                    }
                }
            },
            cancellationToken);
        table.Complete();
        return Summary(count, limit);
    }

    private void Write(ScoredBlock block, int row, TableRows written, RowTable table)
    {
        int first = table.First;
        var reason = block.Reason(row);
        written.Start(block.FirstRow + row, 1);
        written.Wholes(first)[0] = block.FirstRow + row + 1;
        written.Numbers(first + 1)[0] = block.LogDensities[row];
        written.Numbers(first + 2)[0] = block.Tails[row];
        written.Texts(first + 3)[0] = reason is { } known ? model.FeatureName(known.Feature) : null;
        written.Numbers(first + 4)[0] = reason?.Expected ?? double.NaN;
        written.Numbers(first + 5)[0] = reason?.Deviations ?? double.NaN;
        table.Prepare(written);
        table.Write(written);
    }

    // every row is a draw of its own, whatever its weight
    private string Summary(long count, double limit)
    {
        string expected = Shown.Value(limit * rows.Rows);
        string belief = tails.IsOfComponents ? $"if all rows were of the components, and none noise, it would be about {expected}" : $"if the model were true it would be about {expected}";
        return $"{Shown.Count(count)} of {Shown.Count(rows.Rows, "row")} {(count == 1 || rows.Rows == 1 ? "has" : "have")} a tail probability below {Shown.Value(limit)} ({How(limit, "the limit")}{(tails.IsOfComponents ? ", under the components alone" : string.Empty)}); {belief}.";
    }

    private string How(double probability, string name) =>
        tails.IsExact ? "exact" : $"from {Shown.Count(tails.Draws, "draw")}, standard error {tails.StandardError(probability).ToString("0.#e-0", CultureInfo.InvariantCulture)} at {name}";
}
