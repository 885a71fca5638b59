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
        text.Append(CultureInfo.InvariantCulture, $"{Shown.Count(bootstrap.Replicates, "refit")}, {way}; components counted from 0, matched to the model's\n");
        text.Append(bootstrap.Lost > 0 ? $"{Shown.Count(bootstrap.Lost, "refit")} degenerated and left out\n" : string.Empty);
        foreach (string warning in Warnings())
        {
            text.Append("Warning: ").Append(warning).Append('\n');
        }

        var table = new TextTable("parameter", "estimate", "standard error", "2.5 %", "97.5 %");
        for (int k = 0; k < bootstrap.Model.Components; k++)
        {
            Add(table, k);
        }

        table.WriteTo(text.Append('\n'));
        return text.ToString();
    }

    private IEnumerable<string> Warnings()
    {
        if (bootstrap.Replicates == 1)
        {
            yield return "one refit says nothing about how parameters vary. Ask for more.";
        }

        if (bootstrap.Lost > bootstrap.Replicates)
        {
            yield return "most refits degenerated: what is left is no fair sample. Use fewer components or a simpler covariance structure.";
        }
    }

    private string Value(double value) => bootstrap.Replicates == 1 ? "–" : Shown.Value(value);

    private void Add(TextTable table, int k)
    {
        var model = bootstrap.Model;
        table.Add($"weight {Shown.Count(k)}", Shown.Value(model.Weights.Span[k]), Value(bootstrap.WeightError(k)), Value(bootstrap.WeightPercentile(k, Low)), Value(bootstrap.WeightPercentile(k, High)));
        for (int j = 0; j < model.Features; j++)
        {
            table.Add(
                $"mean {Shown.Count(k)}, {model.FeatureName(j)}", Shown.Value(model.Means[k, j]), Value(bootstrap.MeanError(k, j)),
                Value(bootstrap.MeanPercentile(k, j, Low)), Value(bootstrap.MeanPercentile(k, j, High)));
        }

        double[] variances = model.VariancesOf(k);
        for (int j = 0; j < model.Features; j++)
        {
            table.Add(
                $"variance {Shown.Count(k)}, {model.FeatureName(j)}", Shown.Value(variances[j]), Value(bootstrap.CovarianceError(k, j, j)),
                Value(bootstrap.CovariancePercentile(k, j, j, Low)), Value(bootstrap.CovariancePercentile(k, j, j, High)));
        }
    }
}
