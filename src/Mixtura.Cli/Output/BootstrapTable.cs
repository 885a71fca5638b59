using System.Globalization;
using System.Text;
using Mixtura.Families.Columns;
using Mixtura.Mixtures;
using Mixtura.Selection;

namespace Mixtura.Cli.Output;

/// <summary>Standard errors and percentile intervals of weights, means and variances, a line a parameter.</summary>
internal sealed class BootstrapTable(ParameterBootstrap bootstrap, BootstrapKind kind)
{
    private const double Low = 0.025;
    private const double High = 0.975;
    private const string Probabilities = "probabilities[";

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
            string[] places = PlacesOf(model, array);
            for (int j = 0; j < places.Length; j++)
            {
                Add(table, $"{name} {Shown.Count(k)}, {places[j]}", array, array.Shape.Count == 2 ? [k, j] : [k, j, j]);
            }
        }
    }

    // what a parameter's second index counts: the levels of a categorical feature, the features of one kind, or all of them
    private static string[] PlacesOf(Mixture model, ParameterArray array)
    {
        int[] all = [.. Enumerable.Range(0, model.Features)];
        if (array.Name.StartsWith(Probabilities, StringComparison.Ordinal))
        {
            int place = int.Parse(array.Name.AsSpan()[Probabilities.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture);
            int feature = all.Where(j => model.LevelsOf(j).Count > 0).ElementAt(place);
            return [.. model.LevelsOf(feature).Select(level => $"{model.FeatureName(feature)} = {level}")];
        }

        int[] numeric = ColumnsMixture.NumericColumns(model);
        int[] own = numeric.Length == 0 && model.Features == array.Shape[1] ? all
            : string.Equals(array.Name, "rates", StringComparison.Ordinal) ? [.. all.Except(numeric).Where(j => model.LevelsOf(j).Count == 0)] : numeric;
        return [.. own.Select(model.FeatureName)];
    }

    private void Add(TextTable table, string name, ParameterArray array, params ReadOnlySpan<int> place) => table.Add(
        name, Shown.Value(array.Values[array.IndexOf(place)]), Value(bootstrap.StandardError(array.Name, place)),
        Value(bootstrap.Percentile(Low, array.Name, place)), Value(bootstrap.Percentile(High, array.Name, place)));

    // one of «weights», «rates»; the diagonal of a covariance matrix is variances
    private static string NameOf(ParameterArray array) => array.Name switch
    {
        "covariances" => "variance",
        "degreesOfFreedom" => "degrees of freedom",
        var levels when levels.StartsWith(Probabilities, StringComparison.Ordinal) => "probability",
        var plural => plural.TrimEnd('s'),
    };
}
