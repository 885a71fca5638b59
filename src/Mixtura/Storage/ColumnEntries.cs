using System.Text.Json;
using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>The entries of <c>columns</c>: categories and counts, a column each.</summary>
internal sealed class ColumnEntries
{
    /// <summary>Named levels.</summary>
    public const string Categorical = "categorical";

    /// <summary>Counts.</summary>
    public const string Poisson = "poisson";

    private readonly JsonElement[] entries;
    private readonly string file;

    /// <param name="root">The whole file.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="InputException">There are none.</exception>
    public ColumnEntries(JsonElement root, string file)
    {
        this.file = file;
        entries = root.TryGetProperty("columns", out var columns) && columns.ValueKind == JsonValueKind.Array && columns.GetArrayLength() > 0
            ? [.. columns.EnumerateArray()]
            : throw DocumentForm.NoModel($"{file}: the field 'columns' is missing or is not an array of columns.");
    }

    /// <summary>Writes a column.</summary>
    public static void Write(Mixture model, int column, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", model.FeatureName(column));
        if (model.LevelsOf(column).Count > 0)
        {
            WriteLevels(model, column, writer);
        }
        else
        {
            // a count's mean is its rate
            writer.WriteString("kind", Poisson);
            ModelText.Write(writer, "rates", [.. Enumerable.Range(0, model.Components).Select(k => model.MomentsOf(k).Means[column])], [model.Components]);
        }

        writer.WriteEndObject();
    }

    /// <summary>The kinds of the columns; their parameters are added to the others.</summary>
    /// <param name="features">The names of all features.</param>
    /// <param name="arrays">Receives the parameters, by name.</param>
    /// <exception cref="InputException">One is missing or cannot be.</exception>
    public IEnumerable<ColumnsPart> Read(IReadOnlyList<string> features, Dictionary<string, ParameterArray> arrays)
    {
        var parts = new List<ColumnsPart>();
        int[] categorical = [.. Enumerable.Range(0, entries.Length).Where(j => KindOf(j) is Categorical)];
        int[] counts = [.. Enumerable.Range(0, entries.Length).Except(categorical)];
        if (categorical.Length > 0)
        {
            ReadProbabilities(categorical, arrays);
            var levels = new CategoricalLevels(categorical.Select(Names));
            parts.Add(ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(levels)), PlacesOf(categorical, features)));
        }

        if (counts.Length > 0)
        {
            ReadRates(counts, arrays);
            parts.Add(ColumnsPart.Of(ComponentKind.Of(new PoissonFamily()), PlacesOf(counts, features)));
        }

        return parts;
    }

    /// <summary>An array of numbers of so many dimensions.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static ParameterArray Array(JsonElement parent, string field, int dimensions, string shown, string file) =>
        parent.TryGetProperty(field, out var value) && NestedNumbers.TryRead(field, value) is { } array && array.Shape.Count == dimensions
            ? array
            : throw DocumentForm.NoModel($"{file}: the field '{shown}' is missing or is not an array of numbers.");

    /// <summary>The place of a column among the features.</summary>
    /// <exception cref="InputException">It is none of them.</exception>
    public static int Place(IReadOnlyList<string> features, string? name, string shown, string file)
    {
        int place = features.ToList().FindIndex(feature => string.Equals(feature, name, StringComparison.Ordinal));
        return place >= 0 ? place : throw DocumentForm.NoModel($"{file}: '{shown}' is '{name}', which is none of the features ({NameList.Of(features)}).");
    }

    private static void WriteLevels(Mixture model, int column, Utf8JsonWriter writer)
    {
        writer.WriteString("kind", Categorical);
        ModelText.Write(writer, "levels", model.LevelsOf(column));
        double[] probabilities = [.. Enumerable.Range(0, model.Components).SelectMany(k => model.LevelProbabilities(k, column))];
        ModelText.Write(writer, "probabilities", probabilities, [model.Components, model.LevelsOf(column).Count]);
    }

    private void ReadProbabilities(int[] chosen, Dictionary<string, ParameterArray> arrays)
    {
        for (int j = 0; j < chosen.Length; j++)
        {
            var own = Array(entries[chosen[j]], "probabilities", 2, $"columns[{chosen[j]}].probabilities", file);
            string name = CategoricalFamily.ArrayName(j);
            arrays[name] = new ParameterArray(name, own.Values, own.Shape);
        }
    }

    private void ReadRates(int[] chosen, Dictionary<string, ParameterArray> arrays)
    {
        int components = arrays["weights"].Values.Count;
        var rates = new double[components * chosen.Length];
        for (int j = 0; j < chosen.Length; j++)
        {
            var own = Array(entries[chosen[j]], "rates", 1, $"columns[{chosen[j]}].rates", file);
            for (int k = 0; k < components; k++)
            {
                rates[(k * chosen.Length) + j] = k < own.Values.Count ? own.Values[k] : double.NaN;
            }
        }

        arrays["rates"] = new ParameterArray("rates", rates, components, chosen.Length);
    }

    private int[] PlacesOf(int[] chosen, IReadOnlyList<string> features) =>
        [.. chosen.Select(j => Place(features, entries[j].TryGetProperty("name", out var name) ? name.ToString() : null, $"columns[{j}].name", file))];

    private string KindOf(int place)
    {
        string? kind = entries[place].ValueKind == JsonValueKind.Object && entries[place].TryGetProperty("kind", out var of) ? of.ToString() : null;
        return kind is Categorical or Poisson ? kind : throw DocumentForm.NoModel($"{file}: 'columns[{place}]' is of the kind '{kind}'. Known are '{Categorical}' and '{Poisson}'.");
    }

    private string[] Names(int place) =>
        entries[place].TryGetProperty("levels", out var levels) && levels.ValueKind == JsonValueKind.Array && levels.EnumerateArray().All(static level => level.ValueKind == JsonValueKind.String)
            ? [.. levels.EnumerateArray().Select(static level => level.GetString()!)]
            : throw DocumentForm.NoModel($"{file}: the field 'columns[{place}].levels' is missing or is not an array of names.");
}
