using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Cli.Tables;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura sample MODEL -n N</c>.</summary>
internal sealed class SampleCommand : ICommand
{
    private const string LabelColumn = "component";
    private const int BlockRows = 1024;

    private readonly ModelArgument model = new();
    private readonly Option<long?> count = NumberOption.Many("--rows", "The number of rows to draw. Required.", "-n");
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly Option<bool> labels = new("--labels") { Description = $"Add a column '{LabelColumn}': where each row came from, counted from 0; with its name and class where it has them. Default: off." };
    private readonly OutputOptions output = new(TableOptions.OutputDescription);
    private readonly TableOptions table;

    public SampleCommand() => table = new(output);

    public string Examples =>
        """
        mixtura sample model.json -n 1000
        mixtura sample model.json -n 1000 --seed 7 --labels --output drawn.csv
        """;

    public Command Declare()
    {
        var command = new Command("sample", "Draw rows from a model, as CSV, in no order.");
        model.AddTo(command);
        command.Add(count);
        command.Add(seed);
        command.Add(labels);
        output.AddTo(command);
        table.AddTo(command);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        long rows = parsed.GetValue(count) ?? throw new InputException("The number of rows is missing. Say -n N, for example -n 1000.");
        using var writer = table.Open(parsed, streams);
        var mixture = model.Load(parsed, streams).Model;
        Write(mixture, rows, parsed.GetValue(seed) ?? 0, parsed.GetValue(labels), writer, streams.Interrupted);
        return ExitCode.Done;
    }

    private static void Write(Mixture mixture, long count, ulong seed, bool withLabels, ITableWriter writer, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>[] levels = [.. Enumerable.Range(0, mixture.Features).Select(mixture.LevelsOf)];
        var features = FeatureColumns.Of(mixture);
        var written = new RowTable(writer, withLabels ? [.. features, .. LabelColumns(mixture)] : features);
        var rows = written.Rows(BlockRows);
        long first = 0;
        foreach (var (drawn, components) in mixture.SampleBlocks(count, seed, BlockRows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Start(first, drawn.Rows);
            for (int i = 0; i < drawn.Rows; i++)
            {
                FeatureColumns.Set(rows, i, 0, drawn.Row(i), levels);
                if (withLabels)
                {
                    SetLabels(rows, i, features.Length, components[i], mixture);
                }
            }

            written.Prepare(rows);
            written.Write(rows);
            first += drawn.Rows;
        }

        written.Complete();
    }

    // as predict calls them
    private static TableColumn[] LabelColumns(Mixture mixture) =>
    [
        new(LabelColumn, CellType.Whole),
        .. mixture.ComponentNames.Count > 0 ? [new("name", CellType.Text)] : (TableColumn[])[],
        .. mixture.Classes is not null ? [new("class", CellType.Text)] : (TableColumn[])[],
    ];

    private static void SetLabels(TableRows rows, int row, int place, int component, Mixture mixture)
    {
        rows.Wholes(place)[row] = component;
        if (mixture.ComponentNames is { Count: > 0 } names)
        {
            rows.Texts(++place)[row] = component < 0 ? null : names[component];
        }

        if (mixture.Classes is { } classes)
        {
            rows.Texts(++place)[row] = component < 0 ? null : classes.NameOf(component);
        }
    }
}
