using System.Text.Json;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>Columns of counts: <c>weights</c>, and <c>columns</c> with an entry for each, its name, its kind and K rates.</summary>
internal sealed class CountsFormat(string name, ComponentKind kind) : ModelFormat(name, kind.Name)
{
    /// <inheritdoc/>
    public override void Write(Mixture model, Utf8JsonWriter writer)
    {
        int k = model.Components;
        ModelText.Write(writer, "weights", model.Weights.Span, [k]);
        var rates = model.ParameterArrays.First(static array => array.Shape.Count == 2).Values;
        writer.WriteStartArray("columns");
        for (int j = 0; j < model.Features; j++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", model.FeatureName(j));
            writer.WriteString("kind", "poisson");
            ModelText.Write(writer, "rates", [.. Enumerable.Range(0, k).Select(component => rates[(component * model.Features) + j])], [k]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    public override Mixture Read(JsonElement root, IReadOnlyList<string> features, string file)
    {
        var weights = Array(root, "weights", file);
        if (!root.TryGetProperty("columns", out var columns) || columns.ValueKind != JsonValueKind.Array || columns.GetArrayLength() != features.Count)
        {
            throw DocumentForm.NoModel($"{file}: the field 'columns' is missing, or has another number of entries than there are features.");
        }

        int d = features.Count;
        var rates = new double[weights.Values.Count * d];
        int j = 0;
        foreach (var column in columns.EnumerateArray())
        {
            if (!column.TryGetProperty("kind", out var of) || !string.Equals(of.ToString(), "poisson", StringComparison.Ordinal))
            {
                throw DocumentForm.NoModel($"{file}: 'columns[{j}]' is of the kind '{of}'. Only columns of counts, of the kind 'poisson', are read.");
            }

            var own = Array(column, "rates", file);
            for (int k = 0; k < weights.Values.Count; k++)
            {
                rates[(k * d) + j] = k < own.Values.Count ? own.Values[k] : double.NaN;
            }

            j++;
        }

        try
        {
            return kind.Create(
                new Dictionary<string, ParameterArray>(StringComparer.Ordinal) { ["weights"] = weights, ["rates"] = new("rates", rates, weights.Values.Count, d) }, features);
        }
        catch (InputException failure)
        {
            throw failure.At(file);
        }
    }

    private static ParameterArray Array(JsonElement parent, string field, string file) =>
        parent.TryGetProperty(field, out var value) && NestedNumbers.TryRead(field, value) is { Shape.Count: 1 } array
            ? array
            : throw DocumentForm.NoModel($"{file}: the field '{field}' is missing or is not an array of numbers.");
}
