namespace Mixtura.IO;

/// <summary>Where rows go that are read one by one.</summary>
internal interface IRowSink
{
    /// <summary>The rows so far.</summary>
    long Rows { get; }

    /// <summary>Takes a row: its features, then its weight if rows have weights.</summary>
    void Add(ReadOnlySpan<double> row);

    /// <summary>There are no more.</summary>
    void Complete();
}
