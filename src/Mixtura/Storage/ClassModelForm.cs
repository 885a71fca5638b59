using System.Text.Json;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>What was chosen for each class, in a file.</summary>
internal static class ClassModelForm
{
    /// <summary>Writes the field.</summary>
    public static void Write(IReadOnlyList<ClassModel> models, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("classModels");
        foreach (var model in models)
        {
            writer.WriteStartObject();
            writer.WriteString("class", model.Class);
            writer.WriteNumber("components", model.Components);
            writer.WriteString("covarianceStructure", model.Structure);
            ModelText.WriteNumber(writer, "totalWeight", model.TotalWeight);
            ModelText.WriteNumber(writer, "logLikelihood", model.LogLikelihood);
            writer.WriteNumber("parameters", model.Parameters);
            ModelText.WriteNumber(writer, "bic", model.Bic);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads one of them.</summary>
    public static ClassModel Read(ClassModelDocument? document, string field, string name) => new(
        FitForm.Required(document?.Class, $"{field}.class", name),
        FitForm.Required(document?.Components, $"{field}.components", name),
        FitForm.Required(document?.CovarianceStructure, $"{field}.covarianceStructure", name),
        document?.TotalWeight ?? double.NaN,
        document?.LogLikelihood ?? double.NaN,
        document?.Parameters ?? 0,
        document?.Bic ?? double.NaN);
}

/// <summary>An element of the field <c>classModels</c>.</summary>
internal sealed record ClassModelDocument
{
    public string? Class { get; init; }

    public int? Components { get; init; }

    public string? CovarianceStructure { get; init; }

    public double? TotalWeight { get; init; }

    public double? LogLikelihood { get; init; }

    public int? Parameters { get; init; }

    public double? Bic { get; init; }
}
