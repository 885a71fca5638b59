using System.CommandLine;
using Mixtura.Cli.Fitting;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Selecting;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura select DATA</c>.</summary>
internal sealed class SelectCommand : ICommand
{
    private readonly DataOptions data = new();
    private readonly Option<string?> components = CountsOption.Of("--components", "The numbers of components: 1:9, or 2,4,8. Default: 1:9; with --known-labels as many as the classes want.", "-k");
    private readonly Option<string?> covariance = new("--covariance")
    {
        Description = "The structures, separated by commas, or all. Names as for fit. Default: full.",
        HelpName = "S,S,…|all",
        CompletionSources = { CovarianceName.All, "all" },
    };

    private readonly KindOptions kinds = new();
    private readonly LabelOptions labels = new(validates: false);
    private readonly Option<string?> criterion = ChoiceOption.Of(
        "--criterion", "bic", "What ranks them: bic, aic, icl, lower-bound or cross-validation. Default: bic.", [.. CriterionName.All]);

    private readonly Option<int?> folds = NumberOption.Whole("--folds", 2, "The folds of cross-validation. Default: 10.");
    private readonly VariationalPriorOptions variational = new();
    private readonly EstimationOptions estimation = new(hasStart: false);
    private readonly Option<int?> ratioTest = new("--lrt")
    {
        Description = "Test K against K + 1 by the bootstrapped likelihood ratio, from K = 1 on, with so many replicates. Default: no test; 999 replicates.",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = NumberOption.WholeParser("--lrt", 1),
    };

    private readonly Option<bool> merge = new("--merge") { Description = "Merge the winner's components into clusters, step by step, and say how many clusters there are. Default: off." };
    private readonly OrderOption order = new(hasStart: false);
    private readonly OutputOptions output = new("Write the winner's model here, as JSON. Default: nowhere.");
    private readonly Option<string?> table = new("--table") { Description = "Write every candidate here, as JSON. Default: nowhere.", HelpName = "FILE" };
    private readonly ReportOption report = new();
    private readonly CheckpointOptions checkpoint = new();
    private readonly Option<string?> format = ChoiceOption.Format("Print a table for people, or what --table writes. Default: text.");
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "No table and no progress. Default: off." };

    public string Examples =>
        """
        mixtura select samples/faithful.csv
        mixtura select samples/iris.csv --label label --covariance all --output best.json --report report.html
        mixtura select data.csv -k 2:20 --covariance full,tied,VEV --criterion icl --table table.json
        mixtura select samples/faithful.csv -k 1:4 --lrt 99
        mixtura select samples/iris.csv --known-labels label --covariance all
        mixtura select samples/faithful.csv --family student-t --covariance full,tied
        mixtura select samples/three-gaussians.csv --label label -k 1:7 --method variational
        """;

    public Command Declare()
    {
        var command = new Command("select", "Fit mixtures of every number of components and covariance structure asked for, rank them, keep the winner.");
        data.AddTo(command);
        command.Add(components);
        command.Add(covariance);
        kinds.AddTo(command);
        labels.AddTo(command);
        command.Add(criterion);
        command.Add(folds);

        variational.AddTo(command);
        estimation.AddTo(command);
        command.Add(ratioTest);
        command.Add(merge);
        order.AddTo(command);
        output.AddTo(command);
        report.AddTo(command);
        checkpoint.AddTo(command);
        command.Add(table);
        command.Add(format);
        command.Add(quiet);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        var plan = Plan(parsed);
        if (parsed.GetResult(ratioTest) is { Implicit: false } && plan.Components.Max() < 2)
        {
            throw new InputException("--lrt tests K against K + 1 components, up to the largest K of --components, which is 1. Give -k 1:2 or more.");
        }

        using var file = output.File(parsed, streams);
        using var tableFile = parsed.GetValue(table) is { } path ? output.File(parsed, streams, path, "--table") : null;
        using var reportFile = report.File(parsed, streams, output);
        OutputFile.RefuseSame(file, tableFile, reportFile);
        using var rows = data.Open(parsed, streams, null, integratesMissing: !variational.IsAsked(parsed), kinds.CategoricalOf(parsed), knownLabels: labels.ColumnOf(parsed));
        using var kept = checkpoint.Attach(parsed, streams, rows);
        plan = (plan with { Kinds = Kinds(parsed, rows, (GaussianMixtureOptions)plan.Options.Fit) }).For(kinds.NumbersIn(parsed, DataColumns.Of(rows)));
        plan = order.Read(parsed, rows.FeatureNames) is { } asked ? plan with { Options = plan.Options with { Fit = plan.Options.Fit with { Order = asked } } } : plan;
        plan = Failures.About(rows.Name, () => Labelled(parsed, streams, plan, rows));
        if (variational.IsAsked(parsed))
        {
            return RunVariational(parsed, streams, plan, rows, file, tableFile, reportFile);
        }

        using var display = CountedProgressLine.On(streams, parsed.GetValue(quiet));
        var result = Failures.About(rows.Name, () => ModelSelection.Search(rows, plan.Components, plan.Kinds, plan.Criterion, plan.Options, display, streams.Interrupted));
        var extras = Extras(parsed, plan, rows, result, display, streams.Interrupted);
        display?.Dispose();
        if (result.Best is { } best)
        {
            file?.Write(stream => ModelFile.Save(StoredFit.Of(best.Fit!, rows, extras.Merging), stream));
        }

        if (tableFile is not null)
        {
            SelectionJson.Write(result, extras, tableFile.Stream);
            tableFile.Keep();
        }

        bool isWhole = result.Best is not { Fit: { } chosen } || ReportOption.TryWrite(
            reportFile, () => SelectionCurves.Of(result, extras, chosen, plan, rows, streams.Interrupted), streams);
        Print(parsed, streams, rows, result, extras, isWhole);
        QuietWarnings.Write(streams, rows.Name, [.. result.Warnings, .. result.Best?.Fit!.Warnings ?? []], parsed.GetValue(quiet));
        return isWhole ? CodeOf(result) : ExitCode.Interrupted;
    }

    private int RunVariational(ParseResult parsed, CommandStreams streams, SelectionPlan plan, RowFile rows, OutputFile? file, OutputFile? tableFile, OutputFile? reportFile)
    {
        if (plan.Kinds.Count != 1 || (plan.Criterion != Criterion.LowerBound && parsed.GetResult(criterion) is { Implicit: false }))
        {
            throw new InputException("--method variational selects K by its lower bound, for one structure. Give one with --covariance, and --criterion lower-bound or none.");
        }

        var options = variational.Read(parsed, (GaussianMixtureOptions)plan.Options.Fit with { Covariance = CovarianceName.Find(plan.Kinds[0].StructureName!) });
        using var display = CountedProgressLine.On(streams, parsed.GetValue(quiet));
        var candidates = Failures.About(rows.Name, () => VariationalSelection.Search(rows, plan.Components, options, display, streams.Interrupted));
        display?.Dispose();
        if (candidates.Count == 0)
        {
            return ExitCode.Interrupted;
        }

        var curve = new VariationalCurve(rows, candidates);
        file?.Write(stream => ModelFile.Save(StoredFit.Of(curve.Best.Fit, rows), stream));
        bool isWhole = ReportOption.TryWrite(
            reportFile, () => ReportInput.Of(curve.Best.Fit, rows) with { Threads = options.Em.Threads, Candidates = ReportCandidate.Of(candidates) }, streams);
        if (tableFile is not null)
        {
            curve.WriteJson(tableFile.Stream);
            tableFile.Keep();
        }

        if (string.Equals(parsed.GetValue(format), "json", StringComparison.OrdinalIgnoreCase))
        {
            curve.WriteJson(streams.Output);
        }
        else if (!parsed.GetValue(quiet))
        {
            streams.WriteText(curve.Text() + (isWhole ? report.Written(parsed) : string.Empty));
            TerminalBars.WriteDifferences(streams.Terminal, "Nats below the highest bound (square-root scale)", curve.Bars());
        }

        return candidates.Count < plan.Components.Length || !isWhole ? ExitCode.Interrupted : ExitCode.Done;
    }

    private SelectionPlan Plan(ParseResult parsed)
    {
        var start = estimation.Init(parsed) is { } way ? StartOption.Read(way, null) : new StartOption(Initialization.Mixed, null);
        if (start.Model is not null || start.Rows is not null)
        {
            throw new InputException("--init file:, labels: and means: start one mixture; select fits many. Name another way to start.");
        }

        var options = estimation.Read(parsed, null, start);
        kinds.Check(parsed, options, variational.IsAsked(parsed));
        CheckLabels(parsed);
        CheckFolds(parsed);
        _ = Structures(parsed);
        return new SelectionPlan(
            CountsOption.Read("--components", parsed.GetValue(components) ?? "1:9"),
            [],
            CriterionName.Find(parsed.GetValue(criterion)),
            new SelectionOptions { Fit = options, Folds = parsed.GetValue(folds) ?? 10 });
    }

    private void CheckFolds(ParseResult parsed)
    {
        if (parsed.GetResult(folds) is { Implicit: false } && CriterionName.Find(parsed.GetValue(criterion)) != Criterion.CrossValidation)
        {
            throw new InputException("--folds is an option of --criterion cross-validation. Say that too, or leave it out.");
        }
    }

    private void CheckLabels(ParseResult parsed)
    {
        string? other = labels.ColumnOf(parsed) is null ? null
            : variational.IsAsked(parsed) ? "--method variational" : parsed.GetResult(ratioTest) is { Implicit: false } ? "--lrt" : kinds.HasNoise(parsed, null) ? "--noise" : null;
        if (variational.IsAsked(parsed) && order.IsAsked(parsed))
        {
            throw new InputException("--order does not go with --method variational. Leave one of them out.");
        }

        if (other is not null)
        {
            throw new InputException($"{other} does not go with --known-labels. Leave one of them out.");
        }
    }

    private List<ComponentKind> Kinds(ParseResult parsed, RowFile rows, GaussianMixtureOptions options) =>
        [.. Structures(parsed).Select(structure => kinds.Of(parsed, DataColumns.Of(rows), null, structure, options, covariance))];

    private CovarianceStructure[] Structures(ParseResult parsed) => CovarianceName.Among("--covariance", parsed.GetValue(covariance) ?? "full");

    // the classes are held fast whatever the kind; more components than they want stand for none
    private SelectionPlan Labelled(ParseResult parsed, CommandStreams streams, SelectionPlan plan, RowFile rows)
    {
        if (labels.Read(parsed, rows, streams) is not { } known)
        {
            return plan;
        }

        var perClass = plan.Kinds.Select(kind => known.PerClass(kind, rows, plan.Options.Fit, streams.Interrupted)).ToArray();
        return plan with
        {
            Kinds = [.. plan.Kinds.Select((kind, i) => kind.WithLabels(known.Labels, perClass[i]))],
            Components = parsed.GetValue(components) is null ? [.. perClass.Select(static each => each.Sum()).Distinct()] : plan.Components,
        };
    }

    private SelectionExtras Extras(ParseResult parsed, SelectionPlan plan, RowFile rows, SelectionResult result, CountedProgressLine? display, CancellationToken cancellationToken)
    {
        bool tests = parsed.GetResult(ratioTest) is { Implicit: false };
        if (result.Best is not { } best || !result.IsComplete)
        {
            return new SelectionExtras(null, null);
        }

        return new SelectionExtras(
            tests ? BootstrapLikelihoodRatio.Sequential(rows, plan.Components.Max(), best.Kind, plan.Options.Fit, parsed.GetValue(ratioTest) ?? 999, display, cancellationToken) : null,
            parsed.GetValue(merge) ? ComponentMerging.Of(best.Fit!.Model, rows, cancellationToken) : null);
    }

    private void Print(ParseResult parsed, CommandStreams streams, RowFile rows, SelectionResult result, SelectionExtras extras, bool isWhole)
    {
        if (string.Equals(parsed.GetValue(format), "json", StringComparison.OrdinalIgnoreCase))
        {
            SelectionJson.Write(result, extras, streams.Output);
        }
        else if (!parsed.GetValue(quiet))
        {
            string written = output.PathOf(parsed) is { } path && result.Best is not null ? $"\nModel written to {path}\n" : string.Empty;
            written += result.Best is null ? report.NotWritten(parsed, "no candidate has a sound fit.") : isWhole ? report.Written(parsed) : string.Empty;
            var summary = new SelectionSummary(rows, result, extras, streams.Interrupted);
            streams.WriteText(summary.Text() + written);
            TerminalBars.WriteDifferences(streams.Terminal, $"{CriterionName.Distance(result.Criterion)} the chosen, best structure of each K (square-root scale)", summary.Bars());
        }
    }

    private static int CodeOf(SelectionResult result) => result switch
    {
        { IsComplete: false } => ExitCode.Interrupted,
        { Best: null } => ExitCode.Degenerate,
        { Best.Fit.StopReason: StopReason.IterationLimit } => ExitCode.NotConverged,
        _ => ExitCode.Done,
    };
}
