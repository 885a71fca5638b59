namespace Mixtura.IO;

/// <summary>Tells now and then how many rows have come.</summary>
internal sealed class WatchedSink(IRowSink sink, Action<long> tell) : IRowSink
{
    private const int RowsBetween = 4096;

    public long Rows => sink.Rows;

    /// <summary>Where rows go, with a word to who wants to know.</summary>
    /// <param name="begin">Where the rows go, once the columns are known.</param>
    /// <param name="name">What messages call them.</param>
    /// <param name="options">Who wants to know.</param>
    /// <param name="share">How much has been read.</param>
    public static Func<ColumnRoles, IRowSink> Over(Func<ColumnRoles, IRowSink> begin, string name, RowFileOptions options, Func<double> share) =>
        options.Progress is { } progress ? roles => new WatchedSink(begin(roles), rows => progress.Report(new ReadingProgress(name, rows, share()))) : begin;

    public void Add(ReadOnlySpan<double> row)
    {
        sink.Add(row);
        if (sink.Rows % RowsBetween == 0)
        {
            tell(sink.Rows);
        }
    }

    public void Complete() => sink.Complete();
}
