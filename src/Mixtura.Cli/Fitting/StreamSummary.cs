using System.Globalization;
using System.Text;
using Mixtura.Cli.Output;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Storage;

namespace Mixtura.Cli.Fitting;

/// <summary>What a person reads after rows were learnt one after another.</summary>
internal sealed class StreamSummary(string name, StreamRun run)
{
    private const int Stretches = 4;

    private readonly Learner learner = run.Learner;

    public string Text()
    {
        var text = new StringBuilder();
        var model = learner.Model;
        string weight = learner.IsWeighted ? $" of total weight {Shown.Value(learner.TotalWeight)}" : string.Empty;
        text.Append(CultureInfo.InvariantCulture, $"{name}: {Shown.Count(run.Rows, "row")}{(run.Rows == learner.Rows ? weight : string.Empty)}, {Shown.Count(model.Features, "feature")}\n");
        text.Append(CultureInfo.InvariantCulture, $"{KindName.Of(model)} mixture of {Shown.Count(model.Components, "component")}{KindName.StructureOf(model)}, by on-line EM\n");
        if (learner.MissingCells > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Shown.Count(learner.MissingCells, "cell")} missing, {GapText.Assumption}\n");
        }

        text.Append('\n');
        WriteCourse(text, weight);
        ComponentTable.Write(model, text.Append('\n'));
        WriteWarnings(text);
        return text.ToString();
    }

    private void WriteCourse(StringBuilder text, string weight)
    {
        var options = learner.Options;
        Line(text, "start", learner.Start is { } start
            ? $"batch fit to the first {Shown.Count(start.Score.Rows, "row")}: {Shown.Count(start.Restarts.Count, "start")} by {start.Initialization}, seed {start.Seed.ToString(CultureInfo.InvariantCulture)}"
            : $"the model, of {Shown.Count(learner.Rows - run.Rows, "row")}; with the new ones {Shown.Count(learner.Rows)}{weight}");
        Line(text, "batches", learner.Batches == 0 && learner.Start is not null
            ? "none: the stream ended among the rows of the start, so this is a batch fit"
            : $"{Shown.Count(learner.Batches)} of {Shown.Count(options.BatchRows, "row")}{(run.IsInterrupted ? ", interrupted" : string.Empty)}");
        if (learner.Batches > 0)
        {
            Line(text, "log density", $"{Shown.Total(learner.MeanLogDensity)} nats per row, of rows before they were learnt");
        }

        if (learner.Trace.Count >= Stretches)
        {
            Line(text, string.Empty, $"over time: {string.Join(", ", Course(learner.Trace).Select(static mean => mean.ToString("F4", CultureInfo.InvariantCulture)))} (four stretches)");
        }

        Line(text, "forgetting", options.HalfLife is { } halfLife ? $"what came before counts half after {Shown.Value(halfLife)} rows" : "none on purpose");
        Line(text, "parameters", Shown.Count(learner.Model.ParameterCount));
    }

    // of as many entries each, but for rounding
    private static IEnumerable<double> Course(IReadOnlyList<double> trace) =>
        Enumerable.Range(0, Stretches).Select(s => trace.Skip(s * trace.Count / Stretches).Take(((s + 1) * trace.Count / Stretches) - (s * trace.Count / Stretches)).Average());

    private void WriteWarnings(StringBuilder text)
    {
        var warnings = FitRecord.Of(learner).Warnings;
        text.Append(warnings.Count > 0 ? "\n" : string.Empty);
        foreach (string warning in warnings)
        {
            text.Append("Warning: ").Append(warning).Append('\n');
        }
    }

    private static void Line(StringBuilder text, string what, string value) => text.Append("  ").Append(what.PadRight(16)).Append(value).Append('\n');
}
