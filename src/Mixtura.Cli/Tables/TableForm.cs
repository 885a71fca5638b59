using Mixtura.Cli.Output;
using Mixtura.Data;

namespace Mixtura.Cli.Tables;

/// <summary>How rows are written to a file or to standard output: as asked for, or by the end of the file's name.</summary>
/// <param name="Format">What writes them.</param>
/// <param name="IsPacked">Whether they are packed by gzip.</param>
internal sealed record TableForm(TableFormat Format, bool IsPacked)
{
    private const string Written = "Name it .csv, .tsv, .jsonl or .parquet";

    // what is read, or is known to be no table of text: a CSV of that name would mislead whoever opens it
    private static readonly string[] NotWritten =
        [".npy", ".npz", ".arrow", ".feather", ".xlsx", ".xls", ".ods", ".json", ".db", ".sqlite", ".duckdb", ".zip", ".zst", ".bz2", ".xz", ".orc", ".avro", ".h5", ".mat", ".rds", ".pkl", ".arff", ".html"];

    /// <summary>The form of a file.</summary>
    /// <param name="path">Its path; null for standard output.</param>
    /// <param name="asked">What <c>--format</c> asks for; null for nothing.</param>
    /// <exception cref="InputException">Files of that name are not written, or are not of that format.</exception>
    public static TableForm Of(string? path, string? asked)
    {
        string name = path ?? string.Empty;
        bool isPacked = HasEnd(name, ".gz");
        string end = Path.GetExtension(isPacked ? name[..^".gz".Length] : name).ToLowerInvariant();
        TableFormat? wanted = asked is null ? null : asked.Equals("jsonl", StringComparison.OrdinalIgnoreCase) ? TableFormat.JsonLines : TableFormat.Csv;
        TableFormat? named = end switch
        {
            ".csv" => TableFormat.Csv,
            ".tsv" => TableFormat.Tsv,
            ".jsonl" or ".ndjson" => TableFormat.JsonLines,
            ".parquet" => TableFormat.Parquet,
            _ => null,
        };
        if (Array.Exists(NotWritten, other => HasEnd(end, other)) || (isPacked && named == TableFormat.Parquet))
        {
            throw new InputException(isPacked && named is not null
                ? $"{path}: Parquet is packed within. Leave .gz out of the name."
                : $"{path}: rows are not written as {end}. {Written}, .csv.gz or .jsonl.gz for packed text.");
        }

        return wanted is null || named is null || wanted == named
            ? new TableForm(wanted ?? named ?? TableFormat.Csv, isPacked)
            : throw new InputException($"{path}: --format is {asked}, but the name ends in {end}. Leave --format out, or give the file another name.");
    }

    /// <summary>What writes rows there.</summary>
    public ITableWriter Write(Results results) => Format switch
    {
        TableFormat.Tsv => new CsvTable(results, '\t'),
        TableFormat.JsonLines => new JsonLinesTable(results),
        TableFormat.Parquet => new ParquetTable(results),
        _ => new CsvTable(results),
    };

    private static bool HasEnd(string name, string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The formats in which rows are written.</summary>
internal enum TableFormat
{
    /// <summary>Text, fields separated by commas.</summary>
    Csv,

    /// <summary>Text, fields separated by tabs.</summary>
    Tsv,

    /// <summary>A JSON object a line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
