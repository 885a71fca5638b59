using System.Globalization;
using System.Text;
using Mixtura.Mixtures;
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
        foreach (var array in model.ParameterArrays.Where(array => array.Shape.Count > 0 && array.Shape[0] == model.Components))
        {
            string name = NameOf(array);
            if (array.Shape.Count == 1)
            {
                Add(table, $"{name} {Shown.Count(k)}", array, k);
                continue;
            }

            // of matrices the diagonal
            for (int j = 0; j < array.Shape[1]; j++)
            {
                Add(table, $"{name} {Shown.Count(k)}, {model.FeatureName(j)}", array, array.Shape.Count == 2 ? [k, j] : [k, j, j]);
            }
        }
    }

    private void Add(TextTable table, string name, ParameterArray array, params ReadOnlySpan<int> place) => table.Add(
        name, Shown.Value(array.Values[array.IndexOf(place)]), Value(bootstrap.StandardError(array.Name, place)),
        Value(bootstrap.Percentile(Low, array.Name, place)), Value(bootstrap.Percentile(High, array.Name, place)));

    // one of «weights», «rates»; the diagonal of a covariance matrix is variances
    private static string NameOf(ParameterArray array) => array.Name switch
    {
        "covariances" => "variance",
        "degreesOfFreedom" => "degrees of freedom",
        var plural => plural.TrimEnd('s'),
    };
}
