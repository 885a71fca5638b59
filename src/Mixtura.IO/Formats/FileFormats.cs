using Mixtura.Data;

namespace Mixtura.IO.Formats;

/// <summary>Which reader a file is for, by the end of its name; what has none of these is text.</summary>
internal static class FileFormats
{
    /// <summary>Opens a file so that its rows can be read again and again.</summary>
    public static RowFile Open(string path, RowFileOptions options, CancellationToken cancellationToken) => ExtensionOf(path) switch
    {
        ".NPY" => NpyIntake.Open(path, NpyFile.Open(path), options, cancellationToken),
        ".NPZ" => NpzArchive.Open(path, options, cancellationToken),
        _ => RowsTaken.Kept(path, options, begin => Take(path, options, begin, cancellationToken)),
    };

    /// <summary>Whether a file is not taken row by row, but its rows are read where they are.</summary>
    public static bool IsReadInPlace(string path) => ExtensionOf(path) is ".NPY" or ".NPZ";

    /// <summary>Takes the rows of any other file to where they go, once the columns are known.</summary>
    public static RowsTaken Take(string path, RowFileOptions options, Func<ColumnRoles, IRowSink> begin, CancellationToken cancellationToken)
    {
        RowsTaken Cells(ICells cells, IReadOnlyList<string> found) => CellIntake.Take(path, cells, options, begin, cancellationToken, found);
        return ExtensionOf(path) switch
        {
            ".PARQUET" => Decoded(path, "Parquet file", () => new ParquetCells(path), cells => Cells(cells, [])),
            ".ARROW" or ".FEATHER" => Decoded(path, "Arrow file", () => new ArrowCells(path), cells => Cells(cells, [])),
            ".XLSX" or ".XLS" => Decoded(path, "Excel workbook", () => new ExcelCells(path, options.Sheet, options.Header), cells => Cells(cells, cells.Found)),
            _ => TakeText(path, options, begin, cancellationToken),
        };
    }

    // what others' readers run into where bytes make no sense, they throw as it comes
    private static RowsTaken Decoded<TCells>(string path, string what, Func<TCells> open, Func<TCells, RowsTaken> take)
        where TCells : ICells, IDisposable
    {
        try
        {
            using var cells = open();
            return take(cells);
        }
#pragma warning disable CA1031 // told as what is wrong with the file
        catch (Exception failure) when (failure is not (InputException or OperationCanceledException or UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            throw new InputException($"{path}: is no whole {what} that can be read: {failure.Message.TrimEnd('.')}. Write it again.", failure);
        }
    }

    private static RowsTaken TakeText(string path, RowFileOptions options, Func<ColumnRoles, IRowSink> begin, CancellationToken cancellationToken)
    {
        // CsvReader and the look at the beginning bring buffers of their own
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        string text = ExtensionOf(path) is ".GZ" ? Path.GetFileNameWithoutExtension(path) : path;
        var known = ExtensionOf(text) is ".TSV" ? options with { Delimiter = options.Delimiter ?? '\t' } : options;
        return CsvText.Take(stream, path, known, begin, cancellationToken);
    }

    private static string ExtensionOf(string path) => Path.GetExtension(path).ToUpperInvariant();
}
