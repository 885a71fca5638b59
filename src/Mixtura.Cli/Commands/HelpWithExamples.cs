using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mixtura.Cli.Commands;

/// <summary>The usual help, then examples and the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyDictionary<string, string> examplesOf) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Puts this help in place of the usual one, for the root and all its commands.</summary>
    /// <param name="root">The root.</param>
    /// <param name="examplesOf">The examples of each command by its name, one a line.</param>
    public static void Install(RootCommand root, IReadOnlyDictionary<string, string> examplesOf)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Description = "Show help.";
        var action = (HelpAction)option.Action!;
        action.MaxWidth = 110;
        option.Action = new HelpWithExamples(action, examplesOf);
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
    }

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (examplesOf.TryGetValue(parseResult.CommandResult.Command.Name, out string? examples))
        {
            output.WriteLine("Examples:");
            foreach (string example in examples.Split('\n'))
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        output.WriteLine(ExitCode.Explained);
        return ExitCode.Done;
    }
}
