namespace Mixtura.IO;

/// <summary>Rows that can be fetched from any position, by several threads at once.</summary>
internal interface IRowStore : IDisposable
{
    int Columns { get; }

    long Rows { get; }

    bool IsWeighted { get; }

    /// <summary>Whether the rows are in memory rather than in a file.</summary>
    bool IsInMemory => false;

    /// <summary>How many rows are worth fetching at a time; 1 where fetching costs no more than copying.</summary>
    int RowsWorthFetching { get; }

    /// <summary>Fetches consecutive rows.</summary>
    /// <param name="firstRow">The first of them, counted from 0.</param>
    /// <param name="values">Filled whole, row after row; its length says how many rows.</param>
    /// <param name="weights">Filled whole, one weight a row; empty if the rows have no weights.</param>
    void Fetch(long firstRow, Span<double> values, Span<double> weights);
}
