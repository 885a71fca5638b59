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

    /// <summary>Uniform noise beside the components; weights and its weight sum to 1.</summary>
    public NoiseDocument? Noise { get; init; }

    /// <summary>What the components are called.</summary>
    public IReadOnlyList<string?>? ComponentNames { get; init; }

    /// <summary>The class that each component stands for; null for none.</summary>
    public IReadOnlyList<string?>? Classes { get; init; }

    public FitDocument? Fit { get; init; }
}

/// <summary>The noise as it stands on disk.</summary>
internal sealed record NoiseDocument
{
    public double? Weight { get; init; }

    public double? Volume { get; init; }

    /// <summary>Of many features the volume itself may be beyond numbers.</summary>
    public double? LogVolume { get; init; }

    public double[]? Lower { get; init; }

    public double[]? Upper { get; init; }
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
