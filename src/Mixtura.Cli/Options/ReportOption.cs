using System.CommandLine;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Report;

namespace Mixtura.Cli.Options;

/// <summary><c>--report</c>: the HTML report beside what else a command does.</summary>
internal sealed class ReportOption
{
    private readonly Option<string?> report = new("--report") { Description = "Write the HTML report of the model and the data here: pictures and tables, one file. Default: nowhere.", HelpName = "FILE" };

    public void AddTo(Command command) => command.Add(report);

    /// <summary>The file, made ready now, or null where none was asked for.</summary>
    public OutputFile? File(ParseResult parsed, CommandStreams streams, OutputOptions output) =>
        parsed.GetValue(report) is { } path ? output.File(parsed, streams, path, "--report") : null;

    /// <summary>Refuses a report on rows that are gone when it would be made.</summary>
    /// <exception cref="InputException">It is asked for.</exception>
    public void RefuseOnline(ParseResult parsed)
    {
        if (parsed.GetValue(report) is not null)
        {
            throw new InputException("--report does not go with --online, which keeps no rows to show. Write the model with --output, then say: mixtura report MODEL DATA.");
        }
    }

    /// <summary>What a person is told when it is written.</summary>
    public string Written(ParseResult parsed) => parsed.GetValue(report) is { } path ? $"\nReport written to {path}\n" : string.Empty;

    /// <summary>What a person is told where there is nothing to report on.</summary>
    public string NotWritten(ParseResult parsed, string why) => parsed.GetValue(report) is null ? string.Empty : $"\nNo report was written: {why}\n";

    /// <summary>Writes it, if one was asked for. An interruption leaves no time for it: that is said, and the other results stay.</summary>
    /// <returns>Whether all that was asked for is written.</returns>
    public static bool TryWrite(OutputFile? file, Func<ReportInput> input, CommandStreams streams)
    {
        try
        {
            if (file is not null)
            {
                streams.Interrupted.ThrowIfCancellationRequested();
                Write(input(), file, streams);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            streams.Error.WriteLine("mixtura: interrupted: the report was not written.");
            return false;
        }
    }

    /// <summary>Writes a report that names the command's options.</summary>
    public static void Write(ReportInput input, OutputFile file, CommandStreams streams)
    {
        MixtureReport.Write(input with { KeepPathOption = "--keep-path" }, file.Stream, streams.Interrupted);
        file.Keep();
    }
}
