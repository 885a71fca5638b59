using System.Globalization;
using System.Text;
using Mixtura.Selection;

namespace Mixtura.Cli.Output;

/// <summary>Standard errors and percentile intervals of weights, means and variances, a line a parameter.</summary>
internal sealed class BootstrapTable(ParameterBootstrap bootstrap, BootstrapKind kind)
{
    private const double Low = 0.025;
    private const double High = 0.975;

    public string Text()
    {
        var text = new StringBuilder();
        string way = kind == BootstrapKind.Ordinary ? "rows drawn with replacement" : "weighted likelihood";
        text.Append(CultureInfo.InvariantCulture, $"{Shown.Count(bootstrap.Replicates)} refits, {way}; components counted from 0, matched to the model's\n");
        text.Append(bootstrap.Lost > 0 ? $"{Shown.Count(bootstrap.Lost)} refits degenerated and were left out\n" : string.Empty);
        var table = new TextTable("parameter", "estimate", "standard error", "2.5 %", "97.5 %");
        for (int k = 0; k < bootstrap.Model.Components; k++)
        {
            Add(table, k);
        }

        table.WriteTo(text.Append('\n'));
        return text.ToString();
    }

    private void Add(TextTable table, int k)
    {
        var model = bootstrap.Model;
        table.Add($"weight {Shown.Count(k)}", Shown.Value(model.Weights.Span[k]), Shown.Value(bootstrap.WeightError(k)), Shown.Value(bootstrap.WeightPercentile(k, Low)), Shown.Value(bootstrap.WeightPercentile(k, High)));
        for (int j = 0; j < model.Features; j++)
        {
            table.Add(
                $"mean {Shown.Count(k)}, {model.FeatureName(j)}", Shown.Value(model.Means[k, j]), Shown.Value(bootstrap.MeanError(k, j)),
                Shown.Value(bootstrap.MeanPercentile(k, j, Low)), Shown.Value(bootstrap.MeanPercentile(k, j, High)));
        }

        double[] variances = model.VariancesOf(k);
        for (int j = 0; j < model.Features; j++)
        {
            table.Add(
                $"variance {Shown.Count(k)}, {model.FeatureName(j)}", Shown.Value(variances[j]), Shown.Value(bootstrap.CovarianceError(k, j, j)),
                Shown.Value(bootstrap.CovariancePercentile(k, j, j, Low)), Shown.Value(bootstrap.CovariancePercentile(k, j, j, High)));
        }
    }
}
