using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura inspect MODEL</c>.</summary>
internal sealed class InspectCommand : ICommand
{
    private readonly ModelArgument model = new();
    private readonly DataOptions data = new(optional: true);
    private readonly Option<int?> bootstrap = NumberOption.Whole("--bootstrap", 2, "Standard errors and 95 % intervals of the parameters from so many refits to resampled rows; needs the DATA of the fit. Default: none.");
    private readonly Option<string?> kind = ChoiceOption.Of("--bootstrap-kind", "ordinary", "How rows are resampled: ordinary (drawn with replacement) or weighted (weighted likelihood, exponential weights). Default: ordinary.", "ordinary", "weighted");
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads of the bootstrap. Default: all processors.");
    private readonly Option<string?> format = ChoiceOption.Format("For people, or the model file again, checked; with --bootstrap the parameters with their standard errors and intervals. Default: text.");

    public string Examples =>
        """
        mixtura inspect model.json
        mixtura inspect model.json --format json
        mixtura inspect model.json samples/faithful.csv --bootstrap 999
        """;

    public Command Declare()
    {
        var command = new Command("inspect", "Show a model: weights, means, standard deviations, correlations, how it was fitted.");
        model.AddTo(command);
        data.AddTo(command);
        foreach (Option option in new Option[] { bootstrap, kind, seed, threads, format })
        {
            command.Add(option);
        }

        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        if (data.AreGiven(parsed) != parsed.GetValue(bootstrap) is not null)
        {
            throw new InputException(data.AreGiven(parsed)
                ? "DATA is given, but nothing to do with it. Say --bootstrap N, or leave it out."
                : "--bootstrap needs the data that the model was fitted to. Name them after the model.");
        }

        bool isJson = string.Equals(parsed.GetValue(format), "json", StringComparison.OrdinalIgnoreCase);
        if (isJson && parsed.GetValue(bootstrap) is null)
        {
            ModelFile.Save(model.Load(parsed, streams), streams.Output);
            streams.WriteText("\n");
            return ExitCode.Done;
        }

        if (parsed.GetValue(bootstrap) is not { } replicates)
        {
            var stored = model.Load(parsed, streams);
            streams.WriteText(new ModelDescription(stored).Text());
            TerminalBars.WriteShares(streams.Terminal, "Weights of the components", stored.Model.Weights.ToArray().Select(static (weight, k) => new TerminalBar(Shown.Count(k), weight)));
            return ExitCode.Done;
        }

        using var given = model.Load(parsed, streams, data, out var whole);
        var way = string.Equals(parsed.GetValue(kind), "weighted", StringComparison.OrdinalIgnoreCase) ? BootstrapKind.WeightedLikelihood : BootstrapKind.Ordinary;
        var table = BootstrapRun.Of(given, whole, replicates, way, parsed.GetValue(seed), parsed.GetValue(threads), streams);
        if (isJson)
        {
            table.WriteJson(streams.Output);
            return ExitCode.Done;
        }

        streams.WriteText(table.Text());
        if (string.Equals(whole.Fit?.Method, "variational", StringComparison.Ordinal))
        {
            streams.WriteText("\nThe model was fitted by the variational treatment; the refits are by maximum likelihood.\n");
        }

        return ExitCode.Done;
    }
}
