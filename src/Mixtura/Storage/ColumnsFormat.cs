using System.Text.Json;
using Mixtura.Data;
using Mixtura.Families.Columns;
using Mixtura.Families.Contaminated;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>
/// Columns that are independent within a component: <c>weights</c>, and <c>columns</c> with an entry for each, its name, its kind and its parameters: K×L probabilities of named levels, or K rates of counts;
/// beside them <c>numeric</c>, the block of numbers: its <c>family</c>, its <c>features</c>, and the parameters of that family's own format.
/// </summary>
internal sealed class ColumnsFormat() : ModelFormat("mixtura.mixed-mixture", "mixed")
{
    private const string Weights = "weights";
    private const string Structure = "covarianceStructure";

    /// <inheritdoc/>
    public override bool Has(string family) => family is ColumnEntries.Categorical or ColumnEntries.Poisson or "mixed";

    /// <inheritdoc/>
    public override void Write(Mixture model, Utf8JsonWriter writer)
    {
        int[] numeric = ColumnsMixture.NumericColumns(model);
        ModelText.Write(writer, Weights, model.Weights.Span, [model.Components]);
        writer.WriteStartArray("columns");
        foreach (int column in Enumerable.Range(0, model.Features).Except(numeric))
        {
            ColumnEntries.Write(model, column, writer);
        }

        writer.WriteEndArray();
        if (numeric.Length > 0)
        {
            WriteNumeric(model, numeric, writer);
        }
    }

    /// <inheritdoc/>
    public override Mixture Read(JsonElement root, IReadOnlyList<string> features, string file)
    {
        var entries = new ColumnEntries(root, file);
        var arrays = new Dictionary<string, ParameterArray>(StringComparer.Ordinal) { [Weights] = ColumnEntries.Array(root, Weights, 1, Weights, file) };
        try
        {
            var parts = entries.Read(features, arrays).ToList();
            if (root.TryGetProperty("numeric", out var numeric))
            {
                parts.Add(ReadNumeric(numeric, features, arrays, file));
            }

            if (parts.Sum(static part => part.Columns.Count) != features.Count)
            {
                throw DocumentForm.NoModel($"{file}: 'columns' and 'numeric' have {Counted.Of(parts.Sum(static part => part.Columns.Count), "column")} together, where {features.Count} are features.");
            }

            return (parts is [{ IsWhole: true } only] ? only.Kind! : ColumnsMixture.Kind(parts)).Create(arrays, features);
        }
        catch (InputException failure) when (!failure.Message.StartsWith(file, StringComparison.Ordinal))
        {
            throw failure.At(file);
        }
    }

    private static void WriteNumeric(Mixture model, int[] columns, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("numeric");
        writer.WriteString("family", ColumnsMixture.NumericFamily(model));
        ModelText.Write(writer, "features", [.. columns.Select(model.FeatureName)]);
        if (ColumnsMixture.StructureOf(model) is { } structure)
        {
            writer.WriteString(Structure, structure.Name);
        }

        foreach (var array in ColumnsMixture.NumericArrays(model))
        {
            ModelText.Write(writer, array.Name, array.Values.ToArray(), array.Shape.ToArray());
        }

        writer.WriteEndObject();
    }

    private static ColumnsPart ReadNumeric(JsonElement numeric, IReadOnlyList<string> features, Dictionary<string, ParameterArray> arrays, string file)
    {
        string? family = numeric.TryGetProperty("family", out var of) ? of.ToString() : null;
        var structure = numeric.TryGetProperty(Structure, out var named) ? CovarianceStructure.Find(named.ToString()) : null;
        if (structure is null)
        {
            throw DocumentForm.NoModel($"{file}: 'numeric.{Structure}' is '{named}'. Known are {string.Join(", ", CovarianceStructure.All)}.");
        }

        foreach (var property in numeric.EnumerateObject().Where(static one => one.Value.ValueKind == JsonValueKind.Array))
        {
            if (NestedNumbers.TryRead(property.Name, property.Value) is { } array)
            {
                arrays[array.Name] = array;
            }
        }

        int[] columns = numeric.TryGetProperty("features", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select((name, place) => ColumnEntries.Place(features, name.ToString(), $"numeric.features[{place}]", file))]
            : throw DocumentForm.NoModel($"{file}: the field 'numeric.features' is missing or is not an array of names.");
        return family switch
        {
            "gaussian" => ColumnsPart.Gaussian(columns, structure),
            "student-t" => ColumnsPart.Of(StudentTMixture.Kind(structure), columns),
            "contaminated-gaussian" => ColumnsPart.Of(ContaminatedMixture.Kind(structure), columns),
            _ => throw DocumentForm.NoModel($"{file}: 'numeric.family' is '{family}'. Known are 'gaussian', 'student-t' and 'contaminated-gaussian'."),
        };
    }
}
