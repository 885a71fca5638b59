using System.CommandLine;
using System.Globalization;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Selection;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura report MODEL DATA</c>.</summary>
internal sealed class ReportCommand : ICommand
{
    private readonly ModelArgument model = new();
    private readonly DataOptions data = new();
    private readonly Option<string?> features = new("--features")
    {
        Description = "The two features of the first picture, across and up; others are chosen on the page. Default: those in which the components differ most.",
        HelpName = "A,B",
    };

    private readonly Option<int?> bootstrap = NumberOption.Whole("--bootstrap", 1, "Beside the parameters their standard errors and 95 % intervals, from so many fits to rows drawn with replacement. Default: none.");
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads. Default: all processors.");
    private readonly OutputOptions output = new("Write the page here, one file that opens off-line. Required.");

    public string Examples =>
        """
        mixtura report model.json samples/faithful.csv -o report.html
        mixtura report model.json samples/iris.csv --label label --features Petal_Length,Petal_Width -o report.html --force
        """;

    public Command Declare()
    {
        var command = new Command("report", "The HTML report of a model and data: pictures, tables, what is doubtful. One file that opens off-line.");
        model.AddTo(command);
        data.AddTo(command);
        command.Add(features);
        command.Add(bootstrap);
        command.Add(seed);
        command.Add(threads);
        output.AddTo(command);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        using var file = output.File(parsed, streams) ?? throw new InputException("Where the report goes is not said. Say --output FILE, for example -o report.html.");
        using var given = model.Load(parsed, streams, data, out var stored);
        var input = ReportInput.Of(stored, given.Rows) with { Features = Features(parsed, given.Model), Threads = parsed.GetValue(threads) };
        if (parsed.GetValue(bootstrap) is { } replicates)
        {
            input = input with { Intervals = BootstrapRun.Of(given, stored, replicates, BootstrapKind.Ordinary, parsed.GetValue(seed), parsed.GetValue(threads), streams).Intervals() };
        }

        ReportOption.Write(input, file, streams);
        if (!file.IsStream)
        {
            streams.WriteText($"Report written to {output.PathOf(parsed)}\n");
        }

        return ExitCode.Done;
    }

    private (int First, int Second)? Features(ParseResult parsed, Mixture mixture)
    {
        if (parsed.GetValue(features) is not { } text)
        {
            return null;
        }

        string[] names = [.. Enumerable.Range(0, mixture.Features).Select(mixture.FeatureName)];
        int[] places = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(name => Array.IndexOf(names, name) is >= 0 and var place ? place : NumberOf(name) - 1)];
        return places is [var first, var second] && first != second && Math.Min(first, second) >= 0 && Math.Max(first, second) < names.Length
            ? (first, second)
            : throw new InputException($"--features is '{text}'. Give two different features of the model, by name or by number counted from 1, separated by a comma; it has {NameList.Of(names)}.");
    }

    private static int NumberOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
