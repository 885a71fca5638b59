namespace Mixtura.Cli.Tables;

/// <summary>A table that is written, whole or not at all: its columns, then its rows.</summary>
internal interface ITableWriter : IDisposable
{
    /// <summary>Whether each column needs a name of its own.</summary>
    bool NeedsDistinctNames { get; }

    /// <summary>Begins with the columns.</summary>
    void Begin(IReadOnlyList<TableColumn> columns);

    /// <summary>Does what can be done with rows before it is their turn; called by several threads, with rows of their own.</summary>
    void Prepare(TableRows rows)
    {
    }

    /// <summary>Writes rows that were prepared, one block after the other.</summary>
    void Write(TableRows rows);

    /// <summary>All rows are written: they are in their place after this. Without it nothing is.</summary>
    void Complete();
}
