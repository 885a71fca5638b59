using Mixtura.Data;

namespace Mixtura.IO.Formats;

/// <summary>Which reader a file is for, by the end of its name; what has none of these is text.</summary>
internal static class FileFormats
{
    public static RowFile Open(string path, RowFileOptions options, CancellationToken cancellationToken) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".NPY" => NpyIntake.Open(path, NpyFile.Open(path), options, cancellationToken),
        ".NPZ" => NpzArchive.Open(path, options, cancellationToken),
        ".PARQUET" => Decoded(path, "Parquet file", () => new ParquetCells(path), cells => CellIntake.Take(path, cells, options, cancellationToken)),
        ".ARROW" or ".FEATHER" => Decoded(path, "Arrow file", () => new ArrowCells(path), cells => CellIntake.Take(path, cells, options, cancellationToken)),
        ".XLSX" or ".XLS" => Decoded(path, "Excel workbook", () => new ExcelCells(path, options.Sheet, options.Header), cells => CellIntake.Take(path, cells, options, cancellationToken, cells.Found)),
        _ => OpenText(path, options, cancellationToken),
    };

    // what others' readers run into where bytes make no sense, they throw as it comes
    private static RowFile Decoded<TCells>(string path, string what, Func<TCells> open, Func<TCells, RowFile> take)
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

    private static RowFile OpenText(string path, RowFileOptions options, CancellationToken cancellationToken)
    {
        // CsvReader and the look at the beginning bring buffers of their own
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        string text = HasExtension(path, ".gz") ? Path.GetFileNameWithoutExtension(path) : path;
        var known = HasExtension(text, ".tsv") ? options with { Delimiter = options.Delimiter ?? '\t' } : options;
        return CsvText.Read(stream, path, known, cancellationToken);
    }

    private static bool HasExtension(string path, string extension) =>
        Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
