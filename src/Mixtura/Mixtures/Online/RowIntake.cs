using Mixtura.Data;

namespace Mixtura.Mixtures.Online;

/// <summary>Checks rows before they are learnt, and keeps the tally of all that passed.</summary>
/// <param name="kind">What is to learn them.</param>
/// <param name="columns">D.</param>
/// <param name="missing">What becomes of missing cells.</param>
internal sealed class RowIntake(ComponentKind kind, int columns, MissingCells missing)
{
    private readonly DataTally tally = new(columns, missing, pairs: false);

    /// <summary>The cells that were missing.</summary>
    public long MissingCells => tally.Gaps.Cells;

    /// <summary>Whether a row had another weight than 1.</summary>
    public bool IsWeighted => tally.IsWeighted;

    /// <summary>Checks a few rows, and counts them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="names">The names of the features.</param>
    /// <param name="integratesMissing">Whether gaps can be learnt.</param>
    /// <exception cref="InputException">One cannot be learnt: none of them is counted.</exception>
    public void Check(RowBlock rows, IReadOnlyList<string> names, bool integratesMissing)
    {
        if (columns != rows.Columns)
        {
            throw new InputException($"The rows so far have {Counted.Of(columns, "column")}, these have {rows.Columns}. Give rows of the same columns.");
        }

        var these = new MemoryRows(new RowMatrix(rows.Values.ToArray(), rows.Columns), rows.Weights.ToArray(), names) { FirstRow = rows.FirstRow };
        var seen = new DataTally(columns, missing, pairs: false);
        seen.Inspect(rows, names);
        if (seen.Gaps.Cells > 0 && !integratesMissing)
        {
            throw new InputException($"{Counted.Of(seen.Gaps.Cells, "cell")} of rows {rows.FirstRow} to {rows.FirstRow + rows.Count - 1} {(seen.Gaps.Cells == 1 ? "is" : "are")} missing, which {kind.Name} components cannot integrate out. Fill the values, or leave the rows or columns out.");
        }

        kind.CheckRows(these, threads: 1, CancellationToken.None);
        tally.Add(seen);
    }
}
