using System.CommandLine;
using System.Text;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura compare MODEL A B</c>.</summary>
internal sealed class CompareCommand : ICommand
{
    private readonly DataPair data = new();
    private readonly Option<string?> format = ChoiceOption.Format("For people, or for programs. Default: text.");
    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads. Default: all processors.");
    private readonly OutputOptions output = new("Write the comparison here. Default: standard output.");

    public string Examples =>
        """
        mixtura compare model.json last-month.csv today.csv
        mixtura compare model.json 'month-*.parquet' today.parquet --ignore id
        mixtura compare model.json training.csv --sql "select * from calls" --connection sqlite:calls.db
        cat today.csv | mixtura compare model.json last-month.csv - --format json
        """;

    public Command Declare()
    {
        var command = new Command("compare", "Two data sets under one model: whether B has drifted from A, in the shares of the components and in how likely its rows are, with tests.");
        data.AddTo(command);
        command.Add(format);
        command.Add(threads);
        output.AddTo(command);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        using var results = output.Results(parsed, streams);
        using var given = data.Load(parsed, streams);
        var comparison = MixtureComparison.Of(given.Model, given.First, given.Second, MissingCells.IntegrateOut, parsed.GetValue(threads), streams.Processes?.Ended ?? streams.Interrupted);
        bool isJson = string.Equals(parsed.GetValue(format), "json", StringComparison.OrdinalIgnoreCase);
        results.Stream.Write(isJson ? ComparisonJson.Of(given, comparison) : Encoding.UTF8.GetBytes(ComparisonText.Of(given, comparison)));
        results.Complete();
        return ExitCode.Done;
    }
}
