using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Storage;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura inspect MODEL</c>.</summary>
internal sealed class InspectCommand : ICommand
{
    private readonly ModelArgument model = new();
    private readonly Option<string?> format = ChoiceOption.Format("For people, or the model file again, checked. Default: text.");

    public string Examples =>
        """
        mixtura inspect model.json
        mixtura inspect model.json --format json
        """;

    public Command Declare()
    {
        var command = new Command("inspect", "Show a model: weights, means, standard deviations, correlations, how it was fitted.");
        model.AddTo(command);
        command.Add(format);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        var stored = model.Load(parsed, streams);
        if (string.Equals(parsed.GetValue(format), "json", StringComparison.OrdinalIgnoreCase))
        {
            ModelFile.Save(stored, streams.Output);
            streams.WriteText("\n");
        }
        else
        {
            streams.WriteText(new ModelDescription(stored).Text());
        }

        return ExitCode.Done;
    }
}
