namespace Mixtura.Data;

/// <summary>What is done with a few rows.</summary>
/// <param name="block">The rows; valid until the call returns.</param>
public delegate void RowBlockAction(RowBlock block);

/// <summary>All rows of a source, one after the other.</summary>
public static class RowTraversal
{
    /// <summary>Reads every row once, in order, block by block.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="blockRows">The rows of every block but the last.</param>
    /// <param name="action">Done with every block.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InputException">The rows end before as many came as <see cref="IRowSource.Rows"/> promised.</exception>
    public static void ForEachBlock(this IRowSource rows, int blockRows, RowBlockAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(action);
        long came = 0;
        using var reader = rows.Open();
        while (came < rows.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reader.Read((int)Math.Min(blockRows, rows.Rows - came), out var block))
            {
                throw EndedEarly(came, rows.Rows);
            }

            action(block);
            came += block.Count;
        }
    }

    /// <summary>What is wrong with rows that end before as many came as were promised.</summary>
    internal static InputException EndedEarly(long came, long promised) =>
        new($"The data end after {Counted.Of(came, "row")}, where {promised} were promised: they were cut off, or changed while they were read. Check where they come from and read them again.");
}
