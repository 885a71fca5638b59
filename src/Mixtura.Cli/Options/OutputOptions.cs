using System.CommandLine;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Estimation;

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
    public OutputFile? File(ParseResult parsed, CommandStreams streams) =>
        parsed.GetValue(output) is { } path ? File(parsed, streams, path, "--output") : null;

    /// <summary>A file that another option names, made ready in the same way.</summary>
    /// <exception cref="InputException">It cannot be written, or it is what the command reads.</exception>
    public OutputFile File(ParseResult parsed, CommandStreams streams, string path, string option)
    {
        foreach (var argument in parsed.CommandResult.Command.Arguments)
        {
            if (InputsOf(parsed, argument).Any(input => FileIdentity.AreSame(input, path)))
            {
                throw new InputException($"{path}: is the {argument.Name} that this command reads, and would be lost. Name another file for {option}.");
            }
        }

        return streams.Processes.Together(() => streams.IsSilent ? OutputFile.Nowhere(option) : OutputFile.Create(path, parsed.GetValue(force), option));
    }

    private static string[] InputsOf(ParseResult parsed, Argument argument) => argument.ValueType == typeof(string)
        ? [parsed.GetValue<string>(argument.Name) ?? string.Empty]
        : parsed.GetValue<string[]>(argument.Name) ?? [];

    /// <summary>The file, or standard output.</summary>
    public Results Results(ParseResult parsed, CommandStreams streams) => new(File(parsed, streams), streams.Output);

    /// <summary>Whether what is there already is replaced.</summary>
    public bool Replaces(ParseResult parsed) => parsed.GetValue(force);

    /// <summary>The file's name as the user wrote it.</summary>
    public string? PathOf(ParseResult parsed) => parsed.GetValue(output);
}
