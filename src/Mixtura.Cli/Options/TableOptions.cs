using System.CommandLine;
using Mixtura.Cli.Output;
using Mixtura.Cli.Tables;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Cli.Options;

/// <summary>How a command writes rows, and what of the data beside them: declared once, for all commands that do.</summary>
/// <param name="output">Where they go.</param>
/// <param name="data">The data; null where the command reads none.</param>
/// <param name="summaries">The formats of a summary beside those of rows, with the option that asks for it.</param>
internal sealed class TableOptions(OutputOptions output, DataOptions? data = null, IReadOnlyDictionary<string, string>? summaries = null)
{
    /// <summary>What <c>--output</c> says of itself in such a command.</summary>
    public const string OutputDescription = "Write here instead of standard output: CSV, or by the name's end .tsv, .jsonl, .parquet; .csv.gz, .tsv.gz and .jsonl.gz are packed.";

    private readonly Option<string?> format = summaries is null
        ? ChoiceOption.Of("--format", "csv|jsonl", "How rows are written: csv, or jsonl, a JSON object a line. Default: by the name of --output, else csv.", "csv", "jsonl")
        : ChoiceOption.Of("--format", "FORMAT", "How rows are written: csv, or jsonl, a JSON object a line; how --summary is: json or text. Default: rows by the name of --output, else csv; the summary json.", ["csv", "jsonl", .. summaries.Keys]);

    public void AddTo(Command command) => command.Add(format);

    /// <summary>The format asked for a summary.</summary>
    /// <exception cref="InputException">It is one of rows.</exception>
    public string? FormatOfSummary(ParseResult parsed)
    {
        string? asked = parsed.GetValue(format);
        RefuseForSummary(parsed, asked is not null && summaries?.ContainsKey(asked) == true);
        return asked;
    }

    /// <summary>Refuses what only rows have, where a summary is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isOfSummary">Whether the format is one of summaries.</param>
    public void RefuseForSummary(ParseResult parsed, bool isOfSummary = false)
    {
        data?.RefuseForSummary(parsed);
        if (parsed.GetValue(format) is { } asked && !isOfSummary)
        {
            throw new InputException($"--format {asked} is for rows, and --summary writes none. Leave one of them out.");
        }
    }

    /// <summary>What writes the rows, made ready before the data are read.</summary>
    /// <exception cref="InputException">Options contradict each other, or it cannot be written there.</exception>
    public ITableWriter Open(ParseResult parsed, CommandStreams streams)
    {
        string? asked = parsed.GetValue(format);
        if (asked is not null && summaries?.TryGetValue(asked, out string? option) == true)
        {
            throw new InputException($"--format {asked} is for {option}; rows are written as csv or jsonl. Say one of these, or {option}.");
        }

        if (data?.WritesTable(parsed) != true)
        {
            return OpenFile(parsed, streams, asked);
        }

        string? other = output.PathOf(parsed) is not null ? "--output" : asked is not null ? "--format" : null;
        return other is not null ? throw new InputException($"--to-table and {other} do not go together: rows are written to one place. Leave one of them out.")
            : streams.IsSilent ? new CsvTable(new Results(null, Stream.Null)) : data.Table(parsed, output.Replaces(parsed));
    }

    private ITableWriter OpenFile(ParseResult parsed, CommandStreams streams, string? asked)
    {
        var file = output.File(parsed, streams);
        try
        {
            var form = TableForm.Of(output.PathOf(parsed), asked);
            return form.Write(new Results(file, streams.Output, form.IsPacked));
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>The table of a command's results beside what is kept of the data.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="writer">What writes it.</param>
    /// <param name="results">The columns of results.</param>
    /// <param name="rows">The data.</param>
    /// <param name="isFilled">Whether the results are the data's own columns, filled: all then means all others.</param>
    public RowTable Of(ParseResult parsed, ITableWriter writer, IReadOnlyList<TableColumn> results, RowFile rows, bool isFilled = false) =>
        new(writer, results, rows.Kept, rows.Name, skipsResults: isFilled && data!.KeepsAll(parsed));
}
