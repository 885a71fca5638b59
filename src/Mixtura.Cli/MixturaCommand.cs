using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using Mixtura.Cli.Commands;
using Mixtura.Cli.Terminal;

namespace Mixtura.Cli;

/// <summary>The whole command, on whatever streams: what the process runs, and the tests.</summary>
internal static class MixturaCommand
{
    private const string Description =
        "Mixtura fits mixtures (of Gaussians, Student-t, counts, categories) to data by expectation maximization, and uses them: predict, score, compare, impute, sample, report. "
        + "Components are counted from 0 everywhere.";

    private const string Examples =
        """
        mixtura fit samples/faithful.csv -k 2 --output model.json
        mixtura inspect model.json
        mixtura predict model.json samples/faithful.csv | head
        """;

    public static int Run(IReadOnlyList<string> args, CommandStreams streams)
    {
        var parsed = Root(streams).Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return ReportUsage(args, parsed, streams);
        }

        return Failures.Guard(streams, () =>
        {
            using var output = new StreamWriter(streams.Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        });
    }

    private static RootCommand Root(CommandStreams streams)
    {
        var root = new RootCommand(Description) { HelpName = "mixtura" };
        var examplesOf = new Dictionary<string, string>(StringComparer.Ordinal) { [root.Name] = Examples };
        ICommand[] commands =
        [
            new FitCommand(), new UpdateCommand(), new SelectCommand(), new PredictCommand(), new ScoreCommand(), new CompareCommand(), new ImputeCommand(), new SampleCommand(), new InspectCommand(), new ReportCommand(),
            new ExportCommand(), new CompletionCommand(), new ManCommand(root, examplesOf),
        ];
        foreach (var command in commands)
        {
            var declared = command.Declare();
            declared.SetAction(parsed => command.Run(parsed, streams));
            examplesOf.Add(declared.Name, command.Examples);
            root.Add(declared);
        }

        HelpWithExamples.Install(root, examplesOf);
        return root;
    }

    private static int ReportUsage(IReadOnlyList<string> args, ParseResult parsed, CommandStreams streams)
    {
        string command = parsed.CommandResult.Command is RootCommand ? string.Empty : parsed.CommandResult.Command.Name + " ";
        if (args.Count == 0)
        {
            return Failures.Report(streams, $"no command is given. There are {string.Join(", ", parsed.RootCommandResult.Command.Subcommands.Select(static each => each.Name))}; try 'mixtura --help'.");
        }

        foreach (string message in parsed.Errors.Select(static error => error.Message).Distinct(StringComparer.Ordinal))
        {
            Failures.Report(streams, message);
        }

        streams.Error.WriteLine($"Try 'mixtura {command}--help'.");
        return ExitCode.BadInput;
    }
}
