using Mixtura.Cli.Output;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>A start that needs the rows: one M-step from a labelling of them, which is a column, or to the nearest of given means.</summary>
/// <param name="Labels">The column; null for means.</param>
/// <param name="Means">The file of the means, a line a component; null for labels.</param>
internal sealed record RowStart(string? Labels, string? Means)
{
    private const string LabelsPrefix = "labels:";
    private const string MeansPrefix = "means:";

    /// <summary>What <c>--init</c> says of it; null where it says something else.</summary>
    public static RowStart? Read(string text) =>
        text.StartsWith(LabelsPrefix, StringComparison.Ordinal) ? new RowStart(text[LabelsPrefix.Length..], null)
        : text.StartsWith(MeansPrefix, StringComparison.Ordinal) ? new RowStart(null, text[MeansPrefix.Length..])
        : null;

    /// <summary>The plan with its start.</summary>
    /// <param name="plan">The plan; without K it is that of the start.</param>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">The user interrupts.</param>
    /// <exception cref="InputException">The labels or means are not those of K components.</exception>
    public FitPlan Apply(FitPlan plan, ComponentKind kind, RowFile rows, CancellationToken cancellationToken)
    {
        var labels = Labels is not null ? KnownClasses.Of(rows.Labels!, rows.Name) : Nearest(MeansFor(rows, cancellationToken), plan, rows, cancellationToken);
        int components = labels.Classes.Count;
        if (plan.Components > 0 && plan.Components != components)
        {
            throw new InputException($"--components is {plan.Components}, but the start has {Shown.Count(components, Labels is null ? "mean" : "label")}. Leave --components out, or start from as many.");
        }

        var once = plan.Options with { Start = null, Order = ComponentOrder.Kept, Em = plan.Options.Em with { MaxIterations = 0, KeepPath = false } };
        var start = Failures.About(rows.Name, () => kind.WithLabels(labels).Fit(rows, components, once, null, cancellationToken));
        return plan with
        {
            Components = components,
            Options = plan.Options with { Start = start.Model, Restarts = 1 },
            Variational = plan.Variational is { } variational ? variational with { Start = start.Model as GaussianMixture } : null,
        };
    }

    // a line a component, the data's columns by name
    private double[][] MeansFor(RowFile rows, CancellationToken cancellationToken)
    {
        if (rows.Levels.Any(static levels => levels.Count > 0))
        {
            throw new InputException($"--init means: starts columns of numbers, and '{rows.FeatureNames[Enumerable.Range(0, rows.Columns).First(j => rows.Levels[j].Count > 0)]}' holds categories. Start from labels:NAME or file:MODEL.json.");
        }

        try
        {
            using var file = RowFile.Open(Means!, new RowFileOptions { ModelFeatures = rows.FeatureNames }, cancellationToken);
            var all = MemoryRows.CopyOf(file).Matrix;
            return [.. Enumerable.Range(0, all.Rows).Select(k => all.Row(k).ToArray())];
        }
        catch (InputException failure) when (failure.Fault == InputFault.ModelFeatures)
        {
            throw new InputException($"{Means}: the means that --init starts from need a column for each that is fitted: {NameList.Of(rows.FeatureNames)}. Correct the file, or fit those that it has with --columns.", failure);
        }
    }

    // in units of the features' deviations
    private KnownLabels Nearest(double[][] means, FitPlan plan, RowFile rows, CancellationToken cancellationToken)
    {
        var summary = DataSummary.Of(rows, correlations: false, MissingCells.IntegrateOut, plan.Options.Em.Threads, cancellationToken);
        double[] scales = [.. summary.Variances.ToArray().Select(static variance => variance > 0 ? 1 / variance : 1)];
        var nearest = new int[rows.Rows];
        rows.ForEachBlock(
            1024,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    double[] row = block[i].ToArray();
                    nearest[block.FirstRow + i] = Enumerable.Range(0, means.Length).MinBy(k => Distance(row, means[k], scales));
                }
            },
            cancellationToken);
        int lonely = Enumerable.Range(0, means.Length).FirstOrDefault(k => !nearest.Contains(k), -1);
        return lonely < 0
            ? KnownLabels.Of(nearest, [.. Enumerable.Range(0, means.Length).Select(static k => Shown.Count(k))])
            : throw new InputException($"{Means}: no row is nearest to the mean in line {Shown.Count(lonely + 2)}. Leave it out, or move it to where rows are.");
    }

    // a cell that is missing says nothing
    private static double Distance(double[] row, double[] mean, double[] scales)
    {
        double sum = 0;
        for (int j = 0; j < row.Length; j++)
        {
            double difference = row[j] - mean[j];
            sum += double.IsNaN(difference) ? 0 : difference * difference * scales[j];
        }

        return sum;
    }
}
