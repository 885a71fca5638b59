using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mixtura.ML;

/// <summary>The columns that a trainer reads, checked as ML.NET's own trainers check theirs.</summary>
internal sealed record InputColumns(string Features, string? Weights)
{
    public void Check(DataViewSchema schema, string parameter)
    {
        var features = schema.GetColumnOrNull(Features)?.Type ?? throw NotThere("feature", Features, schema.Select(static column => column.Name), parameter);
        if (!IsNumber(features is VectorDataViewType { IsKnownSize: true } vector ? vector.ItemType : null))
        {
            throw WrongFeatures($"{features}", parameter);
        }

        if (Weights is not null)
        {
            var weights = schema.GetColumnOrNull(Weights)?.Type ?? throw NotThere("weight", Weights, schema.Select(static column => column.Name), parameter);
            if (!IsNumber(weights))
            {
                throw WrongWeights($"{weights}", parameter);
            }
        }
    }

    public void Check(SchemaShape schema, string parameter)
    {
        var features = Find(schema, Features) ?? throw NotThere("feature", Features, schema.Select(static column => column.Name), parameter);
        if (features.Kind != SchemaShape.Column.VectorKind.Vector || features.IsKey || !IsNumber(features.ItemType))
        {
            throw WrongFeatures(Describe(features), parameter);
        }

        if (Weights is not null)
        {
            var weights = Find(schema, Weights) ?? throw NotThere("weight", Weights, schema.Select(static column => column.Name), parameter);
            if (weights.Kind != SchemaShape.Column.VectorKind.Scalar || weights.IsKey || !IsNumber(weights.ItemType))
            {
                throw WrongWeights(Describe(weights), parameter);
            }
        }
    }

    private static SchemaShape.Column? Find(SchemaShape schema, string name)
    {
        foreach (var column in schema)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column;
            }
        }

        return null;
    }

    private static bool IsNumber(DataViewType? type) => type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    private static string Describe(SchemaShape.Column column) => column.Kind switch
    {
        SchemaShape.Column.VectorKind.Scalar => $"{(column.IsKey ? "key of " : "")}{column.ItemType}",
        SchemaShape.Column.VectorKind.Vector => $"Vector<{(column.IsKey ? "key of " : "")}{column.ItemType}>",
        _ => $"Vector<{column.ItemType}> of unknown size",
    };

    private ArgumentOutOfRangeException WrongFeatures(string found, string parameter) => new(
        parameter, $"Schema mismatch for feature column '{Features}': expected a vector of Single or Double of known size, got {found}. Make one of columns of numbers by mlContext.Transforms.Concatenate(\"{Features}\", …).");

    private ArgumentOutOfRangeException WrongWeights(string found, string parameter) => new(
        parameter, $"Schema mismatch for weight column '{Weights}': expected Single or Double, got {found}. Convert it by mlContext.Transforms.Conversion.ConvertType(\"{Weights}\").");

    private static ArgumentOutOfRangeException NotThere(string role, string name, IEnumerable<string> names, string parameter) => new(
        parameter, $"Could not find {role} column '{name}'. The columns are {Data.NameList.Of(names)}. Name one of them, or make it.");
}
