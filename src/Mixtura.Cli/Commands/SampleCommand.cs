using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura sample MODEL -n N</c>.</summary>
internal sealed class SampleCommand : ICommand
{
    private const string LabelColumn = "component";

    private readonly ModelArgument model = new();
    private readonly Option<int?> count = NumberOption.Whole("--rows", 0, "The number of rows to draw. Required.", "-n");
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly Option<bool> labels = new("--labels") { Description = $"Add a last column '{LabelColumn}': where each row came from, counted from 0. Default: off." };
    private readonly OutputOptions output = new("Write here instead of standard output.");

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
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        int rows = parsed.GetValue(count) ?? throw new InputException("The number of rows is missing. Say -n N, for example -n 1000.");
        using var results = output.Results(parsed, streams);
        var mixture = model.Load(parsed, streams).Model;
        int most = Array.MaxLength / mixture.Features;
        if (rows > most)
        {
            throw new InputException($"-n is {rows}, but at most {most} rows of {Shown.Count(mixture.Features, "feature")} can be drawn at once. Draw several times with different seeds.");
        }

        Write(mixture, rows, parsed.GetValue(seed) ?? 0, parsed.GetValue(labels), results.Stream, streams.Interrupted);
        results.Complete();
        return ExitCode.Done;
    }

    private static void Write(Mixture mixture, int count, ulong seed, bool withLabels, Stream stream, CancellationToken cancellationToken)
    {
        var rows = mixture.Sample(count, seed, out int[] components);
        IReadOnlyList<string>[] levels = [.. Enumerable.Range(0, mixture.Features).Select(mixture.LevelsOf)];
        var csv = new CsvWriter(stream);
        var names = Enumerable.Range(0, mixture.Features).Select(mixture.FeatureName);
        csv.Header(withLabels ? names.Append(LabelColumn) : names);
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            csv.Add(rows.Row(i), levels);

            if (withLabels)
            {
                csv.Add(components[i]);
            }

            csv.EndLine();
        }

        csv.Flush();
    }
}
