using System.Text.Json.Serialization;

namespace Mixtura.Storage;

/// <summary>A model file as it stands on disk: the names of its fields are the contract.</summary>
internal sealed record ModelDocument
{
    public string? Format { get; init; }

    public int? Version { get; init; }

    public IReadOnlyList<string?>? Features { get; init; }

    public string? CovarianceStructure { get; init; }

    public double[]? Weights { get; init; }

    public double[][]? Means { get; init; }

    public double[][][]? Covariances { get; init; }

    /// <summary>In the place of the covariances where the model has no correlations, from version 2 on.</summary>
    public double[][]? Variances { get; init; }

    public FitDocument? Fit { get; init; }
}

/// <summary>Serialization without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(NullIsNaN)])]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(string))]
internal sealed partial class ModelJson : JsonSerializerContext;
