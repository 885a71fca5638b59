using System.CommandLine;
using Mixtura.Cli.Terminal;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura man</c>: the manual page, made of what the help is made of.</summary>
/// <param name="root">The root with all commands.</param>
/// <param name="examplesOf">The examples of each command by its name, one a line.</param>
internal sealed class ManCommand(RootCommand root, IReadOnlyDictionary<string, string> examplesOf) : ICommand
{
    public string Examples =>
        """
        mixtura man | man -l -
        """;

    public Command Declare() => new("man", "Print the manual page, for man(1).");

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        var page = parsed.InvocationConfiguration.Output;
        page.WriteLine(".TH MIXTURA 1");
        Section(page, "NAME", @"mixtura \- latent variable models, Gaussian mixtures and the EM algorithm");
        Section(page, "SYNOPSIS", @"\fBmixtura\fR \fICOMMAND\fR [\fIOPTIONS\fR]");
        Section(page, "DESCRIPTION", Escaped(root.Description));
        Section(page, "COMMANDS", string.Empty);
        foreach (var command in root.Subcommands)
        {
            Describe(page, command);
        }

        Section(page, "EXIT STATUS", Escaped(ExitCode.Explained));
        Section(page, "EXAMPLES", Lines(examplesOf[root.Name]));
        return ExitCode.Done;
    }

    private void Describe(TextWriter page, Command command)
    {
        page.WriteLine($".SS \"mixtura {command.Name}{string.Concat(command.Arguments.Select(static argument => " " + argument.Name))}\"");
        page.WriteLine(Escaped(command.Description));
        foreach (var argument in command.Arguments)
        {
            Entry(page, $@"\fI{Escaped(argument.Name)}\fR", argument.Description);
        }

        foreach (var option in command.Options.Where(static option => !option.Hidden))
        {
            string names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(static name => name.Length).Select(static name => $@"\fB{Escaped(name)}\fR"));
            Entry(page, option.ValueType == typeof(bool) ? names : $@"{names} \fI{Escaped(option.HelpName ?? "VALUE")}\fR", option.Description);
        }

        page.WriteLine(".PP");
        page.WriteLine(Lines(examplesOf[command.Name]));
    }

    private static void Section(TextWriter page, string title, string text)
    {
        page.WriteLine($".SH {title}");
        if (text.Length > 0)
        {
            page.WriteLine(text);
        }
    }

    private static void Entry(TextWriter page, string term, string? text)
    {
        page.WriteLine(".TP");
        page.WriteLine(term);
        page.WriteLine(Escaped(text));
    }

    private static string Lines(string examples) => $".nf\n{string.Join('\n', examples.Split('\n').Select(Escaped))}\n.fi";

    // a hyphen that is typed is \-, and a line must not begin with a control character
    private static string Escaped(string? text)
    {
        string plain = (text ?? string.Empty).ReplaceLineEndings(" ").Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal);
        return plain.StartsWith('.') || plain.StartsWith('\'') ? @"\&" + plain : plain;
    }
}
