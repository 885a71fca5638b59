using System.CommandLine;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;

namespace Mixtura.Cli.Options;

/// <summary>Where a command writes: <c>--output</c> and <c>--force</c>.</summary>
/// <param name="description">What goes there.</param>
internal sealed class OutputOptions(string description)
{
    private readonly Option<string?> output = new("--output", "-o") { Description = description, HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Replace files that exist already. Default: keep them and end with an error." };

    public void AddTo(Command command)
    {
        command.Add(output);
        command.Add(force);
    }

    /// <summary>The file, made ready now, or null where none was asked for.</summary>
    public OutputFile? File(ParseResult parsed) =>
        parsed.GetValue(output) is { } path ? OutputFile.Create(path, parsed.GetValue(force)) : null;

    /// <summary>The file, or standard output.</summary>
    public Results Results(ParseResult parsed, CommandStreams streams) => new(File(parsed), streams.Output);

    /// <summary>Whether <c>--force</c> was said.</summary>
    public bool Forces(ParseResult parsed) => parsed.GetValue(force);

    /// <summary>The file's name as the user wrote it.</summary>
    public string? PathOf(ParseResult parsed) => parsed.GetValue(output);
}
