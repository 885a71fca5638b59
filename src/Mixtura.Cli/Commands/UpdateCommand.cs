using System.CommandLine;
using Mixtura.Bayesian;
using Mixtura.Cli.Fitting;
using Mixtura.Cli.Options;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura update MODEL DATA</c>.</summary>
internal sealed class UpdateCommand : ICommand
{
    private readonly ModelArgument model = new();
    private readonly DataOptions data = new();
    private readonly StreamOptions stream = new();
    private readonly OutputOptions output = new("Write the new model here, as JSON. Default: nowhere, only the summary.");
    private readonly Option<string?> order = ChoiceOption.Of("--order", "weight|none", "The order of the components: weight (falling), or none (that of MODEL). Their names go with them. Default: weight.", "weight", "none");
    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads. Default: all processors.");
    private readonly Option<string?> format = ChoiceOption.Format("Print a summary for people, or what is in the model file. Default: text.");
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "No summary. Default: off." };

    public string Examples =>
        """
        mixtura update model.json new.csv --output model-2.json
        tail -f log.csv | mixtura update model.json - --forget 100000 --output now.json
        """;

    public Command Declare()
    {
        var command = new Command("update", "Go on from a model with new rows, by on-line EM: each is read once, as a pipe brings it, and the rows that the model was fitted to keep their weight.");
        model.AddTo(command);
        data.AddTo(command);
        stream.AddTo(command, isChoice: false);
        command.Add(order);
        command.Add(threads);
        output.AddTo(command);
        command.Add(format);
        command.Add(quiet);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        model.RefuseSameInput(parsed, data);
        var online = stream.Read(parsed, parsed.GetValue(threads));
        using var file = output.File(parsed, streams);
        var stored = model.Load(parsed, streams);
        if (stored.Model is VariationalGaussianMixture)
        {
            throw new InputException($"{model.NameOf(parsed)}: holds a posterior of the variational treatment, which on-line EM does not go on from. Give a model that was fitted by EM.");
        }

        if (stored.Fit?.Prior is { } prior)
        {
            streams.Error.Write($"mixtura: {model.NameOf(parsed)}: was fitted with a prior ({prior}), of which update knows nothing: it goes on by maximum likelihood. Fit anew with fit --online to keep it.\n");
        }

        string name = data.NameOf(parsed);
        var inOrder = string.Equals(parsed.GetValue(order), "none", StringComparison.OrdinalIgnoreCase) ? ComponentOrder.Kept : ComponentOrder.ByWeight;
        var run = new StreamRun(name, _ => Begin(stored.Model, stored.Fit?.Rows ?? 0, stored.Fit?.TotalWeight ?? 0, inOrder, online), streams.Interrupted);
        run.Learn(receiver => data.Relay(parsed, streams, stored.Model, stored.Model.IntegratesMissing, receiver));
        bool printsModel = string.Equals(parsed.GetValue(format), "json", StringComparison.OrdinalIgnoreCase);
        return new StreamResult(name, run).Write(file, output.PathOf(parsed), printsModel, parsed.GetValue(quiet), streams);
    }

    private static Learner Begin(Mixture model, long rows, double weight, ComponentOrder order, OnlineOptions online) =>
        Learner.From(model, rows, weight, new MixtureOptions { Missing = MissingCells.IntegrateOut, Order = order, Em = new EmOptions { Threads = online.Threads } }, online);
}
