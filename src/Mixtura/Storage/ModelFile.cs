using System.Text.Encodings.Web;
using System.Text.Json;
using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Storage;

/// <summary>Models as JSON: <c>mixtura.gaussian-mixture</c>, version 1, or 2 where there are no correlations. Numbers round-trip: a model that is loaded predicts the same bits.</summary>
public static class ModelFile
{
    /// <summary>The format's name in the file.</summary>
    public const string Format = "mixtura.gaussian-mixture";

    /// <summary>The format's version in the file: that of models with correlations, K full covariances.</summary>
    public const int Version = 1;

    /// <summary>The version in the file of models without correlations, which hold K×D variances in the place of covariances.</summary>
    public const int VariancesVersion = 2;

    /// <summary>Writes a fitted model with how it was fitted.</summary>
    public static void Save(GaussianMixtureFit fit, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(fit);
        Save(new StoredModel(fit.Model, FitRecord.Of(fit)), stream);
    }

    /// <summary>Writes a model.</summary>
    public static void Save(GaussianMixture model, Stream stream) => Save(new StoredModel(model, null), stream);

    /// <summary>Writes a model with what is known of its fit.</summary>
    /// <exception cref="InputException">Two features have the same name: the file could not be read again.</exception>
    public static void Save(StoredModel stored, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(stream);
        var document = DocumentForm.Compact(stored.Model);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        ModelText.Write(document, stored.Fit, writer);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">The JSON.</param>
    /// <param name="name">What messages call it: the file's name.</param>
    /// <exception cref="InputException">It is no JSON, of another format or version, incomplete, or its parameters are not those of a Gaussian mixture.</exception>
    public static StoredModel Load(Stream stream, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return DocumentForm.Read(Parse(stream, name), name);
    }

    private static ModelDocument Parse(Stream stream, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(stream, ModelJson.Default.ModelDocument)
                ?? throw DocumentForm.NoModel($"{name}: the file holds 'null'.");
        }
        catch (JsonException exception)
        {
            throw DocumentForm.NoModel(
                $"{name}: not a whole JSON model, line {exception.LineNumber + 1}{Path(exception)}. The file may be cut off or of another kind.", exception);
        }
    }

    private static string Path(JsonException exception) => string.IsNullOrEmpty(exception.Path) || string.Equals(exception.Path, "$", StringComparison.Ordinal)
        ? string.Empty
        : $", at {exception.Path}";
}
