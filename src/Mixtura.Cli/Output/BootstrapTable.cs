using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mixtura.Families.Columns;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Selection;

namespace Mixtura.Cli.Output;

/// <summary>Standard errors and percentile intervals of weights, means, variances and covariances, a line a parameter.</summary>
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
        foreach (var parameter in Parameters())
        {
            string array = parameter.Array.Name;
            table.Add(
                $"{parameter.Name} {ComponentTable.TitleOf(bootstrap.Model, parameter.Component)}{(parameter.Of is { } of ? ", " + of : string.Empty)}", Shown.Value(parameter.Array.Values[parameter.Array.IndexOf(parameter.Place)]),
                Value(bootstrap.StandardError(array, parameter.Place)), Value(bootstrap.Percentile(Low, array, parameter.Place)), Value(bootstrap.Percentile(High, array, parameter.Place)));
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

    /// <summary>The same for the page.</summary>
    public IReadOnlyList<ReportInterval> Intervals() =>
    [
        .. Parameters().Select(parameter => new ReportInterval(
            parameter.Name, parameter.Component, parameter.Of, parameter.Array.Values[parameter.Array.IndexOf(parameter.Place)], bootstrap.Replicates == 1 ? double.NaN : bootstrap.StandardError(parameter.Array.Name, parameter.Place),
            bootstrap.Percentile(Low, parameter.Array.Name, parameter.Place), bootstrap.Percentile(High, parameter.Array.Name, parameter.Place))),
    ];

    /// <summary>The same as JSON: every parameter with its estimate, standard error and interval.</summary>
    public void WriteJson(Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind == BootstrapKind.Ordinary ? "ordinary" : "weighted");
            json.WriteNumber("replicates", bootstrap.Replicates);
            json.WriteNumber("degenerated", bootstrap.Lost);
            json.WriteNumber("interval", High - Low);
            json.WriteStartArray("parameters");
            foreach (var parameter in Parameters())
            {
                json.WriteStartObject();
                json.WriteString("parameter", parameter.Name);
                json.WriteNumber("component", parameter.Component);
                if (parameter.Of is { } of)
                {
                    json.WriteString("of", of);
                }

                Write(json, "estimate", parameter.Array.Values[parameter.Array.IndexOf(parameter.Place)]);
                Write(json, "standardError", bootstrap.StandardError(parameter.Array.Name, parameter.Place));
                Write(json, "low", bootstrap.Percentile(Low, parameter.Array.Name, parameter.Place));
                Write(json, "high", bootstrap.Percentile(High, parameter.Array.Name, parameter.Place));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (string warning in Warnings())
            {
                json.WriteStringValue(warning);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    // component by component: its weight, what it has of every feature, of matrices the triangle
    private IEnumerable<Parameter> Parameters() => Enumerable.Range(0, bootstrap.Model.Components).SelectMany(ParametersOf);

    private IEnumerable<Parameter> ParametersOf(int k)
    {
        var model = bootstrap.Model;
        foreach (var array in model.ParameterArrays.Where(array => array.Shape.Count > 0 && array.Shape[0] == model.Components))
        {
            string name = NameOf(array);
            if (array.Shape.Count == 1)
            {
                yield return new Parameter(name, k, null, array, [k]);
                continue;
            }

            string[] places = PlacesOf(model, array);
            for (int i = 0; i < places.Length; i++)
            {
                yield return new Parameter(name, k, places[i], array, array.Shape.Count == 2 ? [k, i] : [k, i, i]);
                for (int j = i + 1; array.Shape.Count == 3 && HasCorrelations(array) && j < places.Length; j++)
                {
                    yield return new Parameter("covariance", k, $"{places[i]} × {places[j]}", array, [k, i, j]);
                }
            }
        }
    }

    private static bool HasCorrelations(ParameterArray array)
    {
        int d = array.Shape[1];
        return Enumerable.Range(0, array.Values.Count).Any(place => (place / d % d) != place % d && array.Values[place] != 0);
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

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    // one of «weights», «rates»; the diagonal of a covariance matrix is variances
    private static string NameOf(ParameterArray array) => array.Name switch
    {
        "covariances" => "variance",
        "degreesOfFreedom" => "degrees of freedom",
        "goodShares" => "share of good rows",
        var levels when levels.StartsWith(Probabilities, StringComparison.Ordinal) => "probability",
        var plural => plural.TrimEnd('s'),
    };

    // one number of the model, where it stands, and what it is of
    private sealed record Parameter(string Name, int Component, string? Of, ParameterArray Array, int[] Place);
}
