namespace Mixtura.IO;

/// <summary>What an intake knows once it has taken all rows of a table.</summary>
internal sealed record RowsTaken(ColumnRoles Roles, FeatureLevels Levels, RowLabels? Labels, KeptCells? Cells, long Dropped, long MissingCells, TextReading Reading)
{
    /// <summary>Keeps the rows, so that they can be read again.</summary>
    /// <param name="name">What messages call them.</param>
    /// <param name="options">How much of them stays in memory.</param>
    /// <param name="take">Takes them into the sink that it asks for once the columns are known.</param>
    public static RowFile Kept(string name, RowFileOptions options, Func<Func<ColumnRoles, IRowSink>, RowsTaken> take)
    {
        RowSpool? spool = null;
        bool kept = false;
        try
        {
            var taken = take(roles => spool = new RowSpool(roles.Features.Length, roles.Weights is not null, options.MemoryBudget));
            kept = true;
            return new RowFile(name, taken.Levels.Place(spool!), taken.Roles.FeatureNames, taken.Labels)
            {
                Kept = taken.Cells,
                DroppedRows = taken.Dropped,
                MissingCells = taken.MissingCells,
                Levels = taken.Levels.Names,
                Reading = taken.Reading with { Hints = [.. taken.Reading.Hints, .. ColumnHints.Of(spool!, taken.Roles, taken.Levels.Names)] },
            };
        }
        finally
        {
            if (!kept)
            {
                spool?.Dispose();
            }
        }
    }

    /// <summary>Hands the rows on.</summary>
    /// <param name="options">How they are read.</param>
    /// <param name="receiver">Where to.</param>
    /// <param name="take">Takes them into the sink that it asks for once the columns are known.</param>
    public static RelayedRows Relayed(RowFileOptions options, IRowReceiver receiver, Func<Func<ColumnRoles, IRowSink>, RowsTaken> take)
    {
        RelaySink? sink = null;
        try
        {
            var taken = take(roles =>
            {
                receiver.Begin(roles.FeatureNames, new FeatureLevels(roles, options).Names, roles.Weights is not null);
                return sink = new RelaySink(roles.Features.Length, roles.Weights is not null, receiver);
            });
            return new RelayedRows(sink!.Rows, taken.Dropped, taken.Reading);
        }
        catch (OperationCanceledException)
        {
            // who interrupts has the rows that were read
            sink?.Complete();
            throw;
        }
    }
}
