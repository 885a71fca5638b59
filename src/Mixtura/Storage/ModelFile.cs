using System.Text.Encodings.Web;
using System.Text.Json;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

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
    public static void Save(MixtureFit fit, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(fit);
        Save(new StoredModel(fit.Model, FitRecord.Of(fit)), stream);
    }

    /// <summary>Writes a model.</summary>
    public static void Save(Mixture model, Stream stream) => Save(new StoredModel(model, null), stream);

    /// <summary>Writes a fitted model with how it was fitted to a file, which is replaced once all is written.</summary>
    public static void Save(this MixtureFit fit, string path) => Write(path, stream => Save(fit, stream));

    /// <summary>Writes a model to a file, which is replaced once all is written.</summary>
    public static void Save(this Mixture model, string path) => Write(path, stream => Save(model, stream));

    /// <summary>Writes a model with what is known of its fit.</summary>
    /// <exception cref="InputException">Two features have the same name: the file could not be read again.</exception>
    public static void Save(StoredModel stored, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (stored.Model.WithoutNoise is GaussianMixture gaussian)
        {
            ModelText.Write(DocumentForm.Compact(gaussian) with { Weights = stored.Model.Weights.ToArray() }, stored.Model, stored.Fit, writer);
            return;
        }

        DocumentForm.CheckDiffer(stored.Model.FeatureNames, "model");
        var format = ModelFormats.Of(stored.Model);
        ModelText.Begin(format.Name, Version, [.. Enumerable.Range(0, stored.Model.Features).Select(stored.Model.FeatureName)], writer);
        format.Write(stored.Model, writer);
        ModelText.WriteBeside(stored.Model, writer);
        ModelText.End(stored.Fit, writer);
    }

    /// <summary>Reads a model of any kind from a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="InputException">It is no JSON, of another format or version, incomplete, or its parameters are not those of a mixture.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static StoredModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        return Load(stream, path);
    }

    /// <summary>Reads a model of the kind that is asked for from a file: <c>ModelFile.Load&lt;GaussianMixture&gt;(path)</c>.</summary>
    /// <typeparam name="TMixture">The kind that was saved.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="InputException">It holds no model, or one of another kind.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TMixture Load<TMixture>(string path)
        where TMixture : Mixture =>
        Load(path).Model is var model && model is TMixture asked
            ? asked
            : throw new InputException($"{path}: the model is a {model.Family} mixture ({model.GetType().Name}), a {typeof(TMixture).Name} is asked for. Ask for that, or give another file.");

    /// <summary>Reads a model.</summary>
    /// <param name="stream">The JSON.</param>
    /// <param name="name">What messages call it: the file's name.</param>
    /// <exception cref="InputException">It is no JSON, of another format or version, incomplete, or its parameters are not those of a mixture.</exception>
    public static StoredModel Load(Stream stream, string name = "model") => Load(stream, name, null);

    /// <summary>Reads a model of a kind of one's own.</summary>
    /// <param name="stream">The JSON.</param>
    /// <param name="kind">The kind that it is of.</param>
    /// <param name="name">What messages call it: the file's name.</param>
    /// <exception cref="InputException">It is no JSON, of another format or version, incomplete, or its parameters are not those of such a mixture.</exception>
    public static StoredModel Load(Stream stream, ComponentKind kind, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Load(stream, name, kind);
    }

    private static StoredModel Load(Stream stream, string name, ComponentKind? kind)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Load(memory.GetBuffer().AsMemory(0, (int)memory.Length), name, kind);
    }

    private static StoredModel Load(ReadOnlyMemory<byte> text, string name, ComponentKind? kind)
    {
        var document = Parsed(() => JsonSerializer.Deserialize(text.Span, ModelJson.Default.ModelDocument), name);
        var stored = Load(document, text, name, kind);
        stored = document.ComponentNames is null ? stored : stored with { Model = WithNames(stored.Model, document.ComponentNames, name) };
        return document.Classes is null ? stored : stored with { Model = WithClasses(stored.Model, document.Classes, name) };
    }

    private static Mixture WithNames(Mixture model, IReadOnlyList<string?> names, string name)
    {
        try
        {
            return model.WithComponentNames(DocumentForm.Texts([.. names], "componentNames", name));
        }
        catch (InputException failure) when (!failure.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw failure.At($"{name}: the field 'componentNames'");
        }
    }

    private static Mixture WithClasses(Mixture model, IReadOnlyList<string?> classes, string name) => classes.Count == model.Components
        ? model.WithClasses(ComponentClasses.Of(classes))
        : throw DocumentForm.NoModel($"{name}: the field 'classes' has {Counted.Of(classes.Count, "entry", "entries")}, the model {Counted.Of(model.Components, "component")}.");

    private static StoredModel Load(ModelDocument document, ReadOnlyMemory<byte> text, string name, ComponentKind? kind)
    {
        if (document.Noise is { } noise)
        {
            var components = Load(NoiseForm.WithoutNoise(text, document.Weights, name), name, kind);
            return components with { Model = NoiseForm.Read(noise, document.Weights!, components.Model, name) };
        }

        if (ModelFormats.Find(document.Format, kind) is not { } format)
        {
            return DocumentForm.Read(document, name);
        }

        DocumentForm.CheckVersion(document, name);
        using var json = JsonDocument.Parse(text);
        var model = format.Read(json.RootElement, DocumentForm.FeaturesOf(document, name), name);
        return new StoredModel(model, document.Fit is { } fit ? FitForm.Read(fit, model, name) : null);
    }

    private static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, write);
    }

    private static ModelDocument Parsed(Func<ModelDocument?> parse, string name)
    {
        try
        {
            return parse() ?? throw DocumentForm.NoModel($"{name}: the file holds 'null'.");
        }
        catch (JsonException exception)
        {
            throw DocumentForm.NoModel(
                $"{name}: not a whole JSON model, line {exception.LineNumber + 1}{PlaceOf(exception)}. The file may be cut off or of another kind.", exception);
        }
    }

    private static string PlaceOf(JsonException exception) => string.IsNullOrEmpty(exception.Path) || string.Equals(exception.Path, "$", StringComparison.Ordinal)
        ? string.Empty
        : $", at {exception.Path}";
}
