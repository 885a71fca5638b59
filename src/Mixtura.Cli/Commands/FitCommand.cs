using System.CommandLine;
using Mixtura.Bayesian;
using Mixtura.Cli.Fitting;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Storage;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura fit DATA -k K</c>.</summary>
internal sealed class FitCommand : ICommand
{
    private readonly DataOptions data = new();
    private readonly FitOptions fitting = new();
    private readonly StreamOptions stream = new();
    private readonly OutputOptions output = new("Write the model here, as JSON. Default: nowhere, only the summary.");
    private readonly ReportOption report = new();
    private readonly CheckpointOptions checkpoint = new();
    private readonly Option<string?> format = ChoiceOption.Format("Print a summary for people, or what is in the model file. Default: text.");
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "No summary and no progress. Default: off." };

    public string Examples =>
        """
        mixtura fit samples/faithful.csv -k 2
        mixtura fit samples/iris.csv -k 3 --label label --covariance tied --output model.json
        mixtura fit samples/three-gaussians.csv -k 3 --label label --keep-path --report report.html
        mixtura fit samples/faithful.csv -k 2 --family contaminated
        mixtura fit samples/survey.csv -k 3 --categorical auto --counts visits --output people.json
        mixtura fit --sql "select a, b from t" --connection postgres://me@host/db -k 3
        mixtura fit samples/iris-labels.csv --known-labels known --ignore label --folds 4 --output classes.json
        mixtura fit data.npy -k 5 --restarts 20 --seed 7 --format json > model.json
        mixtura fit samples/three-gaussians.csv -k 20 --label label --method variational --weight-prior dirichlet-process
        mixtura fit large.npy -k 32 --checkpoint run.mix --output model.json
        mixtura fit large.npy -k 32 --resume run.mix --output model.json
        zcat log-*.csv.gz | mixtura fit - -k 8 --online --output model.json
        mixtura fit data.csv --init file:start.json --tolerance 0 --max-iterations 10 --force -o model.json
        """;

    public Command Declare()
    {
        var command = new Command("fit", "Fit a mixture to data by EM, from several starts; print what came out. Gaussian components, Student-t, contaminated Gaussian, counts, categories, or columns of several kinds.");
        data.AddTo(command);
        fitting.AddTo(command);
        stream.AddTo(command, isChoice: true);
        output.AddTo(command);
        report.AddTo(command);
        checkpoint.AddTo(command);
        command.Add(format);
        command.Add(quiet);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        var plan = fitting.Read(parsed);
        fitting.CheckNames(parsed, plan);
        using var file = output.File(parsed, streams);
        if (stream.IsAsked(parsed))
        {
            return RunOnline(parsed, plan, file, streams);
        }

        using var reportFile = report.File(parsed, streams, output);
        OutputFile.RefuseSame(file, reportFile);
        using var rows = data.Open(parsed, streams, plan.Options.Start, integratesMissing: plan.Variational is null, fitting.CategoricalOf(parsed), knownLabels: fitting.KnownLabelsOf(parsed), startLabels: plan.StartFrom?.Labels);
        CheckNames(rows.Name, rows.FeatureNames);
        plan = fitting.InOrder(parsed, plan, rows.FeatureNames);
        using var kept = checkpoint.Attach(parsed, streams, rows);
        var kind = fitting.KindOf(parsed, plan, DataColumns.Of(rows));
        var labels = fitting.LabelsOf(parsed, rows, streams);
        plan = plan.StartFrom?.Apply(plan, kind, rows, streams.Interrupted) ?? plan;
        var fit = Failures.About(rows.Name, () => fitting.Named(parsed, Fit(plan, labels, kind, rows, streams, showProgress: streams.ErrorIsTerminal && !parsed.GetValue(quiet))));
        var stored = StoredFit.Of(fit, rows);
        file?.Write(stream => ModelFile.Save(stored, stream));
        bool isWhole = ReportOption.TryWrite(reportFile, () => ReportInput.Of(fit, rows) with { Threads = plan.Options.Em.Threads }, streams);
        Print(parsed, streams, stream => ModelFile.Save(stored, stream), () => Summary(plan, fit, rows, streams), isWhole);
        QuietWarnings.Write(streams, rows.Name, fit.Warnings, parsed.GetValue(quiet));
        return isWhole ? CodeOf(fit) : ExitCode.Interrupted;
    }

    private int RunOnline(ParseResult parsed, FitPlan plan, OutputFile? file, CommandStreams streams)
    {
        fitting.RefuseOnline(parsed, plan);
        report.RefuseOnline(parsed);
        checkpoint.RefuseOnline(parsed);
        string name = data.NameOf(parsed);
        var online = stream.Read(parsed, plan.Options.Em.Threads);
        Learner Begin(DataColumns columns)
        {
            CheckNames(name, columns.FeatureNames);
            return Learner.From(fitting.KindOf(parsed, plan, columns), plan.Components, plan.Options, online, columns.FeatureNames);
        }

        var run = new StreamRun(name, Begin, streams.Interrupted);
        run.Learn(receiver => data.Relay(parsed, streams, null, integratesMissing: true, receiver, fitting.CategoricalOf(parsed)));
        return new StreamResult(name, run).Write(file, output.PathOf(parsed), PrintsModel(parsed), parsed.GetValue(quiet), streams);
    }

    private bool PrintsModel(ParseResult parsed) => string.Equals(parsed.GetValue(format), "json", StringComparison.OrdinalIgnoreCase);

    private static string Summary(FitPlan plan, MixtureFit fit, RowFile rows, CommandStreams streams) => fit is VariationalFit variational
        ? new VariationalSummary(rows, variational, plan.Options.Em.Threads, streams.Interrupted).Text()
        : new FitSummary(rows, plan, fit, streams.Interrupted).Text();

    // a model finds its features by name; said before the work, not when the model is written
    private static void CheckNames(string name, IReadOnlyList<string> features)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (features.FirstOrDefault(feature => !seen.Add(feature)) is { } twice)
        {
            throw new InputException($"{name}: two features are named '{twice}', but a model finds its features by name. Rename one in the header, or leave one out by its number, with --ignore.");
        }
    }

    private static MixtureFit Fit(FitPlan plan, LabelPlan? labels, ComponentKind kind, RowFile rows, CommandStreams streams, bool showProgress)
    {
        var summary = plan.Standardize || ((showProgress || streams.Processes is not null) && rows.IsWeighted) ? DataSummary.Of(rows, correlations: false, plan.Options.Missing, plan.Options.Em.Threads, streams.Interrupted) : null;
        var standardized = plan.Standardize ? new StandardizedFit(rows, summary!) : null;
        using var display = showProgress ? new FitProgressDisplay(streams.Error, summary?.TotalWeight ?? rows.Rows, standardized?.BoundShift ?? 0) : null;
        return labels is not null ? labels.Fit(plan, kind, rows, display, streams.Interrupted)
            : plan.Variational is { } variational ? VariationalGaussianMixture.Fit(rows, plan.Components, variational, display, streams.Interrupted)
            : standardized is null ? kind.Fit(rows, plan.Components, plan.Options, display, streams.Interrupted)
            : standardized.Fit(plan, display, streams.Interrupted);
    }

    private void Print(ParseResult parsed, CommandStreams streams, Action<Stream> save, Func<string> summary, bool isWhole)
    {
        if (PrintsModel(parsed))
        {
            save(streams.Output);
            streams.WriteText("\n");
        }
        else if (!parsed.GetValue(quiet))
        {
            string written = output.PathOf(parsed) is { } path ? $"\nModel written to {path}\n" : string.Empty;
            streams.WriteText(summary() + written + (isWhole ? report.Written(parsed) : string.Empty));
        }
    }

    private static int CodeOf(MixtureFit fit) => fit switch
    {
        { StopReason: StopReason.Cancelled } => ExitCode.Interrupted,
        { Degeneracy: not null } => ExitCode.Degenerate,
        { StopReason: StopReason.IterationLimit } => ExitCode.NotConverged,
        _ => ExitCode.Done,
    };
}
