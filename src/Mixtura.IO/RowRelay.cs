using Mixtura.Data;
using Mixtura.IO.Formats;

namespace Mixtura.IO;

/// <summary>Hands rows on while they are read, once, in bounded memory: a pipe of any length, without the temporary file that <see cref="RowFile"/> keeps rows in.</summary>
/// <remarks>Rows are checked as <see cref="RowFile"/> checks them, one by one: those before a bad one were handed on when it is found. Label columns are kept out, and no more is made of them. Levels of categories that no
/// model knows are known only once all rows were seen: such rows are kept first, and then handed on.</remarks>
public static class RowRelay
{
    /// <summary>Hands on the rows of a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="receiver">Where to.</param>
    /// <param name="options">How to read it, or null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading; rows that were read are handed on first.</param>
    /// <exception cref="InputException">The file cannot be read or used; the message says where, what and what to do.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RelayedRows Open(string path, IRowReceiver receiver, RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(receiver);
        var known = Known(options);
        if (!CanHandOn(known) || FileFormats.IsReadInPlace(path))
        {
            using var rows = RowFile.Open(path, known, cancellationToken);
            return From(rows, receiver, cancellationToken);
        }

        return RowFile.Guarded(path, () => RowsTaken.Relayed(known, receiver, begin => FileFormats.Take(path, known, begin, cancellationToken)));
    }

    /// <summary>Hands on the rows of several files, one after another, which are kept first where there is more than one: columns are matched by name, and levels are those of all.</summary>
    /// <param name="paths">The paths, or patterns, as <see cref="RowFile.Open(IEnumerable{string}, RowFileOptions?, CancellationToken)"/> takes them.</param>
    /// <param name="receiver">Where to.</param>
    /// <param name="options">How to read them, or null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">A file cannot be read or used.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RelayedRows Open(IEnumerable<string> paths, IRowReceiver receiver, RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] all = [.. paths.SelectMany(FileParts.Of)];
        if (all is [var one])
        {
            return Open(one, receiver, options, cancellationToken);
        }

        using var rows = RowFile.Open(all, Known(options), cancellationToken);
        return From(rows, receiver, cancellationToken);
    }

    /// <summary>Hands on the rows of a text from a stream, such as standard input. The stream stays open.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="receiver">Where to.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How to read it, or null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading; rows that were read are handed on first.</param>
    /// <exception cref="InputException">The text cannot be used; the message says where, what and what to do.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RelayedRows Read(Stream stream, IRowReceiver receiver, string name = "standard input", RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(receiver);
        var known = Known(options);
        if (!CanHandOn(known))
        {
            using var rows = RowFile.Read(stream, name, known, cancellationToken);
            return From(rows, receiver, cancellationToken);
        }

        return RowFile.GuardedStream(name, () => RowsTaken.Relayed(known, receiver, begin => CsvText.Take(stream, name, known, begin, cancellationToken)));
    }

    /// <summary>Hands on rows that can be read again.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="receiver">Where to.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RelayedRows From(RowFile rows, IRowReceiver receiver, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Begin(rows.FeatureNames, rows.Levels, rows.IsWeighted);
        rows.ForEachBlock(1024, receiver.Take, cancellationToken);
        return new RelayedRows(rows.Rows, rows.DroppedRows, rows.Reading);
    }

    private static RowFileOptions Known(RowFileOptions? options) => (options ?? new RowFileOptions()) with { CollectsLabels = false, Keep = [], KeepAll = false };

    private static bool CanHandOn(RowFileOptions options) => !options.CategoricalText && options.Categorical.Count == 0;
}
