using System.Text.Json;
using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>Columns that are independent within a component: <c>weights</c>, and <c>columns</c> with an entry for each, its name, its kind and its parameters: K×L probabilities of named levels, or K rates of counts.</summary>
internal sealed class ColumnsFormat() : ModelFormat("mixtura.mixed-mixture", "poisson")
{
    private const string Categorical = "categorical";
    private const string Poisson = "poisson";

    /// <inheritdoc/>
    public override bool Has(string family) => family is Categorical or Poisson;

    /// <inheritdoc/>
    public override void Write(Mixture model, Utf8JsonWriter writer)
    {
        ModelText.Write(writer, "weights", model.Weights.Span, [model.Components]);
        writer.WriteStartArray("columns");
        for (int j = 0; j < model.Features; j++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", model.FeatureName(j));
            if (model.LevelsOf(j).Count > 0)
            {
                WriteLevels(model, j, writer);
            }
            else
            {
                WriteRates(model, j, writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    public override Mixture Read(JsonElement root, IReadOnlyList<string> features, string file)
    {
        var weights = Array(root, "weights", 1, "weights", file);
        var columns = Columns(root, features.Count, file);
        string kind = KindOf(columns[0], 0, file);
        for (int j = 1; j < columns.Length; j++)
        {
            if (!string.Equals(KindOf(columns[j], j, file), kind, StringComparison.Ordinal))
            {
                throw DocumentForm.NoModel($"{file}: 'columns[{j}]' is of another kind than those before it.");
            }
        }

        var arrays = new Dictionary<string, ParameterArray>(StringComparer.Ordinal) { ["weights"] = weights };
        try
        {
            return kind is Poisson ? ReadRates(columns, arrays, features, file) : ReadLevels(columns, arrays, features, file);
        }
        catch (InputException failure)
        {
            throw failure.At(file);
        }
    }

    private static void WriteLevels(Mixture model, int column, Utf8JsonWriter writer)
    {
        writer.WriteString("kind", Categorical);
        writer.WriteStartArray("levels");
        foreach (string level in model.LevelsOf(column))
        {
            writer.WriteStringValue(level);
        }

        writer.WriteEndArray();
        double[] probabilities = [.. Enumerable.Range(0, model.Components).SelectMany(k => model.LevelProbabilities(k, column))];
        ModelText.Write(writer, "probabilities", probabilities, [model.Components, model.LevelsOf(column).Count]);
    }

    // a count's mean is its rate
    private static void WriteRates(Mixture model, int column, Utf8JsonWriter writer)
    {
        writer.WriteString("kind", Poisson);
        ModelText.Write(writer, "rates", [.. Enumerable.Range(0, model.Components).Select(k => model.MomentsOf(k).Means[column])], [model.Components]);
    }

    private static Mixture ReadLevels(JsonElement[] columns, Dictionary<string, ParameterArray> arrays, IReadOnlyList<string> features, string file)
    {
        var levels = new CategoricalLevels(columns.Select((column, j) => Names(column, j, file)));
        for (int j = 0; j < columns.Length; j++)
        {
            var own = Array(columns[j], "probabilities", 2, $"columns[{j}].probabilities", file);
            string name = CategoricalFamily.ArrayName(j);
            arrays[name] = new ParameterArray(name, own.Values, own.Shape);
        }

        return ComponentKind.Of(new CategoricalFamily(levels)).Create(arrays, features);
    }

    private static Mixture ReadRates(JsonElement[] columns, Dictionary<string, ParameterArray> arrays, IReadOnlyList<string> features, string file)
    {
        int components = arrays["weights"].Values.Count;
        var rates = new double[components * columns.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            var own = Array(columns[j], "rates", 1, $"columns[{j}].rates", file);
            for (int k = 0; k < components; k++)
            {
                rates[(k * columns.Length) + j] = k < own.Values.Count ? own.Values[k] : double.NaN;
            }
        }

        arrays["rates"] = new ParameterArray("rates", rates, components, columns.Length);
        return ComponentKind.Of(new PoissonFamily()).Create(arrays, features);
    }

    private static JsonElement[] Columns(JsonElement root, int features, string file) =>
        root.TryGetProperty("columns", out var columns) && columns.ValueKind == JsonValueKind.Array && columns.GetArrayLength() == features
            ? [.. columns.EnumerateArray()]
            : throw DocumentForm.NoModel($"{file}: the field 'columns' is missing, or has another number of entries than there are features.");

    private static string KindOf(JsonElement column, int place, string file)
    {
        string? kind = column.ValueKind == JsonValueKind.Object && column.TryGetProperty("kind", out var of) ? of.ToString() : null;
        return kind is Categorical or Poisson ? kind : throw DocumentForm.NoModel($"{file}: 'columns[{place}]' is of the kind '{kind}'. Known are '{Categorical}' and '{Poisson}'.");
    }

    private static string[] Names(JsonElement column, int place, string file) =>
        column.TryGetProperty("levels", out var levels) && levels.ValueKind == JsonValueKind.Array && levels.EnumerateArray().All(static level => level.ValueKind == JsonValueKind.String)
            ? [.. levels.EnumerateArray().Select(static level => level.GetString()!)]
            : throw DocumentForm.NoModel($"{file}: the field 'columns[{place}].levels' is missing or is not an array of names.");

    private static ParameterArray Array(JsonElement parent, string field, int dimensions, string shown, string file) =>
        parent.TryGetProperty(field, out var value) && NestedNumbers.TryRead(field, value) is { } array && array.Shape.Count == dimensions
            ? array
            : throw DocumentForm.NoModel($"{file}: the field '{shown}' is missing or is not an array of numbers.");
}
