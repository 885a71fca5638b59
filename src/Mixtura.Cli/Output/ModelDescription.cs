using System.Globalization;
using System.Text;
using Mixtura.Bayesian;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Storage;

namespace Mixtura.Cli.Output;

/// <summary>A stored model for people.</summary>
internal sealed class ModelDescription(StoredModel stored)
{
    private const int MostFeaturesAcross = 10;
    private const int StrongestShown = 10;

    private readonly Mixture model = stored.Model;

    public string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{KindName.Of(model)} mixture of {Shown.Count(model.Components, "component")}{(model.Noise is null ? string.Empty : " and noise")} over {Shown.Count(model.Features, "feature")}{KindName.StructureOf(model, stored.Fit?.ClassModels)}, {Shown.Count(model.ParameterCount, "parameter")}{(stored.Fit is { FixedParameters: > 0 and var held } ? $", {Shown.Count(held)} of them {(stored.Fit.ClassModels.Count > 0 ? "saved by the classes' structures" : "fixed in the fit")}" : string.Empty)}\n\n");
        ComponentTable.Write(model, text);
        WriteCorrelations(text);
        ClassModelTable.Write(stored.Fit?.ClassModels ?? [], stored.Fit?.IsWeighted ?? false, text);
        WriteFit(text.Append('\n'));
        return text.ToString();
    }

    private void WriteCorrelations(StringBuilder text)
    {
        int[] numbers = [.. Enumerable.Range(0, model.Features).Where(j => model.LevelsOf(j).Count == 0 && !model.IsDiscrete(j))];
        int[] components = ComponentTable.ShownOf(model);
        var correlations = components.Select(k => Correlations(numbers, k)).ToArray();
        if (!correlations.Any(static triangle => triangle.Any(static correlation => correlation is not (0 or double.NaN))))
        {
            return;
        }

        bool isShared = components.Length > 1 && correlations.All(triangle => triangle.SequenceEqual(correlations[0]));
        for (int at = 0; at < (isShared ? 1 : components.Length); at++)
        {
            string of = isShared ? "all components" : "component " + ComponentTable.TitleOf(model, components[at]);
            bool isWhole = numbers.Length <= MostFeaturesAcross;
            text.Append(CultureInfo.InvariantCulture, $"\n{(isWhole ? "Correlations" : "Strongest correlations")} in {of}\n");
            (isWhole ? Triangle(numbers, correlations[at]) : Strongest(numbers, correlations[at])).WriteTo(text);
        }
    }

    // below the diagonal, row after row
    private double[] Correlations(int[] numbers, int component) =>
        [.. Enumerable.Range(0, numbers.Length).SelectMany(i => Enumerable.Range(0, i).Select(j => model.CorrelationOf(component, numbers[i], numbers[j])))];

    private TextTable Triangle(int[] numbers, double[] correlations)
    {
        int d = numbers.Length;
        var table = new TextTable([string.Empty, .. numbers[..^1].Select(Name)]);
        for (int i = 1; i < d; i++)
        {
            table.Add([Name(numbers[i]), .. Enumerable.Range(0, d - 1).Select(j => j < i ? Text(correlations[(i * (i - 1) / 2) + j]) : string.Empty)]);
        }

        return table;
    }

    private TextTable Strongest(int[] numbers, double[] correlations)
    {
        var pairs =
            from i in Enumerable.Range(0, numbers.Length)
            from j in Enumerable.Range(0, i)
            let correlation = correlations[(i * (i - 1) / 2) + j]
            orderby Math.Abs(correlation) descending
            select (i, j, correlation);
        var table = new TextTable(string.Empty, string.Empty, "correlation");
        foreach (var (i, j, correlation) in pairs.Take(StrongestShown))
        {
            table.Add(Name(numbers[i]), Name(numbers[j]), Text(correlation));
        }

        return table;
    }

    private static string Text(double correlation) => correlation.ToString("F3", CultureInfo.InvariantCulture);

    private string Name(int feature) => model.FeatureName(feature);

    private void WriteFit(StringBuilder text)
    {
        if (stored.Fit is not { } fit)
        {
            text.Append("How it was fitted is not told in the file.\n");
            return;
        }

        string weight = fit.TotalWeight == fit.Rows ? string.Empty : $" of total weight {Shown.Value(fit.TotalWeight)}";
        text.Append(CultureInfo.InvariantCulture, $"Fitted by {fit.Method} to {Shown.Count(fit.Rows, "row")}{weight} (mixtura {fit.Version})\n");
        WriteFigures(fit, text);
        if (fit.Online is null)
        {
            Line(text, "iterations", $"{Shown.Count(fit.Iterations)}, {fit.StopReason}");
        }

        Line(text, "starts", $"{Shown.Count(fit.Restarts)} by {fit.Init}, seed {fit.Seed.ToString(CultureInfo.InvariantCulture)}");
        Line(text, "data passes", Shown.Value(fit.DataPasses));
        WriteTrace(fit.Online is null ? fit.Trace : [], text);
        foreach (string warning in fit.Warnings)
        {
            text.Append("Warning: ").Append(warning).Append('\n');
        }
    }

    private void WriteFigures(FitRecord fit, StringBuilder text)
    {
        string total = $"{Shown.Total(fit.LogLikelihood)} nats, {Shown.Total(fit.LogLikelihood / fit.TotalWeight)} per row";
        if (model is VariationalGaussianMixture)
        {
            Line(text, "lower bound", $"{Shown.Total(fit.LowerBound)} nats, complete: comparable across K and priors");
            Line(text, "log predictive", total);
            return;
        }

        if (fit.MissingCells > 0)
        {
            Line(text, "missing cells", GapText.Of(fit.MissingCells));
        }

        if (fit.Online is { } online)
        {
            Line(text, "log density", $"{Shown.Total(online.MeanLogDensity)} nats per row, of rows before they were learnt");
            Line(text, "batches", $"{Shown.Count(online.Batches)} of {Shown.Count(online.BatchRows, "row")}");
            Line(text, "forgetting", online.HalfLife is { } halfLife ? $"what came before counts half after {Shown.Value(halfLife)} rows" : "none on purpose");
            return;
        }

        Line(text, "log-likelihood", total);
        Line(text, "AIC", $"{Shown.Total(fit.Aic)}   (AIC, BIC, ICL: smaller is better)");
        Line(text, "BIC", $"{Shown.Total(fit.Bic)}   (mclust prints BIC as {Shown.Total(-fit.Bic)})");
        Line(text, "ICL", Shown.Total(fit.Icl));
        foreach (var (what, value) in KindText.Lines(fit))
        {
            Line(text, what, value);
        }
    }

    private static void WriteTrace(IReadOnlyList<double> trace, StringBuilder text)
    {
        if (trace.Count < 2)
        {
            return;
        }

        double gain = trace[^1] - trace[^2];
        Line(text, "bound", $"from {Shown.Total(trace[0])} to {Shown.Total(trace[^1])}, by {Shown.Value(gain)} in the last iteration");
        int half = Enumerable.Range(0, trace.Count).First(i => trace[i] >= (trace[0] + trace[^1]) / 2 || i == trace.Count - 1);
        Line(text, string.Empty, $"half of the gain after {Shown.Count(half, "iteration")}");
    }

    private static void Line(StringBuilder text, string what, string value) => text.Append("  ").Append(what.PadRight(16)).Append(value).Append('\n');
}
