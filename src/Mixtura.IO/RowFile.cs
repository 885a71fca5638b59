using System.Data.Common;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.IO.Formats;

namespace Mixtura.IO;

/// <summary>An open file of rows: CSV, TSV or NPY, read as often as wanted in bounded memory.</summary>
/// <remarks>
/// Text is parsed once, into raw doubles in memory or, beyond <see cref="RowFileOptions.MemoryBudget"/>, in a temporary file that
/// is gone on <see cref="Dispose"/>. NPY files are read in place and must stay as they are. Everything is validated on opening:
/// every value is finite or, where that is allowed, missing (NaN), every weight is at least 0. Thread-safe; each reader belongs to one thread at a time.
/// </remarks>
/// <example>
/// <code>
/// using var rows = RowFile.Open("iris.csv", new RowFileOptions { Label = "label" });
/// using var reader = rows.Open();
/// while (reader.Read(1024, out var block)) { … }
/// </code>
/// </example>
public sealed class RowFile : IRowSource, IDisposable
{
    private readonly IRowStore store;
    private volatile bool isDisposed;

    internal RowFile(string name, IRowStore store, IReadOnlyList<string> featureNames, RowLabels? labels)
    {
        Name = name;
        this.store = store;
        FeatureNames = featureNames;
        Labels = labels?.ByValue();
        Levels = Array.AsReadOnly<IReadOnlyList<string>>([.. featureNames.Select(static _ => Array.AsReadOnly<string>([]))]);
    }

    /// <summary>What messages call this data: the path, or the name given with a stream.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public int Columns => store.Columns;

    /// <inheritdoc/>
    public long Rows => store.Rows;

    /// <summary>Whether a column gives the weights; otherwise every row weighs 1.</summary>
    public bool IsWeighted => store.IsWeighted;

    /// <summary>The names of the features, in column order: those of the header, or x1, x2, … by their places in the file.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The known class of each row, or null if no label column was named.</summary>
    public RowLabels? Labels { get; }

    /// <summary>The cells of the columns asked for by <see cref="RowFileOptions.Keep"/>, a row each for these rows; null where none was.</summary>
    public KeptCells? Kept { get; internal init; }

    /// <summary>The cells of features that are missing (NaN) in the rows kept.</summary>
    public long MissingCells { get; internal init; }

    /// <summary>The names of the levels of every feature, in the order of their places: numbers by value, text by name, or as a model has them; empty for a feature of numbers.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Levels { get; internal init; } = [];

    /// <summary>What was assumed of a text that is not written in the usual way.</summary>
    public TextReading Reading { get; internal init; } = TextReading.Usual;

    /// <summary>The rows that were left out because a value was missing.</summary>
    public long DroppedRows { get; internal init; }

    /// <summary>Whether the rows are in memory rather than in a file.</summary>
    public bool IsInMemory => store.IsInMemory;

    /// <summary>Opens a file, by the end of its name: NPY (<c>.npy</c>, an array of an <c>.npz</c>), Parquet, Arrow (<c>.arrow</c>, <c>.feather</c>), Excel (<c>.xlsx</c>, <c>.xls</c>); otherwise text, which may be packed by gzip.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How to read it, or null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">The file cannot be read or used; the message says where, what and what to do.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RowFile Open(string path, RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new RowFileOptions();
        return Shared(options, () => Guarded(path, () => FileFormats.Open(path, options, cancellationToken)));
    }

    /// <summary>Does something with a file; what the system refuses is said as a fault of the data.</summary>
    internal static T Guarded<T>(string path, Func<T> read)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: is a folder. Name a file in it, or several by a pattern such as '{Path.Combine(path, "*.csv")}'.");
        }

        try
        {
            return read();
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file. Check the path; the current folder is {Directory.GetCurrentDirectory()}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Opens several files as one table, the rows of the first, then those of the second, and so on: of any formats, with the same columns, which are matched by name.</summary>
    /// <param name="paths">The paths; one with <c>*</c> or <c>?</c> in the name of the file stands for all files that match, in the order of their names.</param>
    /// <param name="options">How to read them, or null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">A file cannot be read or used, or has other columns than the first.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RowFile Open(IEnumerable<string> paths, RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] all = [.. paths.SelectMany(FileParts.Of)];
        return all switch
        {
            [] => throw new InputException("No file is named. Name at least one."),
            [var one] => Open(one, options, cancellationToken),
            _ => Shared(options ??= new RowFileOptions(), () => FileParts.Open(all, options, cancellationToken)),
        };
    }

    /// <summary>The rows of several files, which are its own from here on.</summary>
    internal static RowFile Joined(string name, IReadOnlyList<RowFile> parts)
    {
        var labels = parts[0].Labels is null ? null : RowLabels.Of(parts[0].Labels!.Column, parts.SelectMany(static part => Enumerable.Range(0, part.Labels!.Count).Select(i => part.Labels.Names[part.Labels[i]])));
        return new RowFile(name, new JoinedStore([.. parts.Select(static part => part.store)]), parts[0].FeatureNames, labels)
        {
            Kept = KeptCells.Joined([.. parts.Select(static part => part.Kept)]),
            DroppedRows = parts.Sum(static part => part.DroppedRows),
            MissingCells = parts.Sum(static part => part.MissingCells),
            Levels = parts[0].Levels,
            Reading = FileParts.ReadingOf(parts),
        };
    }

    /// <summary>Reads text from a stream, such as standard input, to its end. The stream stays open.</summary>
    /// <param name="stream">The text, UTF-8 unless it starts with another byte order mark.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How to read it, or null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">The text cannot be used; the message says where, what and what to do.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RowFile Read(Stream stream, string name = "standard input", RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new RowFileOptions();
        return Shared(options, () => GuardedStream(name, () => CsvText.Read(stream, name, options, cancellationToken)));
    }

    /// <summary>The same with a stream.</summary>
    internal static T GuardedStream<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (IOException failure)
        {
            throw new InputException($"{name}: cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Takes the result of a query, to its end: null is a missing value, integers, decimals and booleans are numbers. The reader stays open.</summary>
    /// <param name="reader">The result.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How to read it, or null for the defaults; those of text say nothing here.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">A cell cannot be used; the message says where, what and what to do.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RowFile From(DbDataReader reader, string name = "query", RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= new RowFileOptions();
        return Shared(options, () => CellIntake.Take(name, new DatabaseCells(reader), options, cancellationToken));
    }

    /// <summary>Takes rows from a stream of one's own, to its end, so that they can be read again.</summary>
    /// <param name="stream">The rows.</param>
    /// <param name="name">What messages call them.</param>
    /// <param name="options">How to read them, or null for the defaults; those of text say nothing here.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">A value cannot be used; the message says where, what and what to do.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RowFile From(IRowStream stream, string name = "rows", RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new RowFileOptions();
        return Shared(options, () => CellIntake.Take(name, new StreamCells(stream), options, cancellationToken));
    }

    /// <inheritdoc/>
    public IProcessGroup? Processes { get; private set; }

    /// <summary>Keeps what sweeps over the rows came to; null, the default, where nothing is kept. Set before the rows are used.</summary>
    public ISweepLog? SweepLog { get; set; }

    /// <summary>Every value was looked at on opening.</summary>
    public bool IsChecked => true;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public IRowReader Open()
    {
        RequireOpen();
        return new StoredRowReader(store, this);
    }

    /// <summary>Throws if the file is closed, whether its rows are in memory or not.</summary>
    internal void RequireOpen() => ObjectDisposedException.ThrowIf(isDisposed, this);

    /// <summary>What it is called and how much it holds, such as <c>iris.csv: 150 rows of 4 features</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Rows} row{(Rows == 1 ? "" : "s")} of {Columns} feature{(Columns == 1 ? "" : "s")}");

    /// <summary>Closes the file and frees the temporary one, if there is one. Readers throw <see cref="ObjectDisposedException"/> afterwards.</summary>
    public void Dispose()
    {
        isDisposed = true;
        store.Dispose();
        Kept?.Dispose();
    }

    // processes that share the rows open them together, and see that they are the same
    private static RowFile Shared(RowFileOptions options, Func<RowFile> open)
    {
        var rows = options.Processes.Together(open);
        try
        {
            rows.Processes = options.Processes;
            options.Processes.RequireSame(RowIdentity.Of(rows), rows.Name);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }
}
