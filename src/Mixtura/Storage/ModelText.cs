using System.Globalization;
using System.Text.Json;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>Writes a document for people too: one row of a matrix a line, numbers that round-trip.</summary>
internal static class ModelText
{
    /// <param name="document">The document.</param>
    /// <param name="model">The mixture, which tells the noise beside the components and their classes.</param>
    /// <param name="fit">How it was fitted.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(ModelDocument document, Mixture model, FitRecord? fit, Utf8JsonWriter writer)
    {
        Begin(document.Format!, document.Version ?? ModelFile.Version, document.Features ?? [], writer);
        writer.WriteString("covarianceStructure", document.CovarianceStructure);
        writer.WritePropertyName("weights");
        WriteLine(writer, document.Weights ?? [], NumberOf);
        writer.WritePropertyName("means");
        WriteMatrix(writer, document.Means ?? []);
        WriteCovariances(writer, document.Covariances, document.Variances);
        WriteBeside(model, writer);
        End(fit, writer);
    }

    /// <summary>What any mixture may have beside its parameters: noise, and classes that its components stand for.</summary>
    public static void WriteBeside(Mixture model, Utf8JsonWriter writer)
    {
        NoiseForm.Write(model.Noise, writer);
        if (model.ComponentNames.Count > 0)
        {
            Write(writer, "componentNames", model.ComponentNames);
        }

        if (model.Classes is { } classes)
        {
            writer.WritePropertyName("classes");
            WriteLine(writer, [.. Enumerable.Range(0, model.Components).Select(classes.NameOf)], static name => name is null ? "null" : TextOf(name));
        }
    }

    /// <summary>What every format begins with.</summary>
    public static void Begin(string format, int version, IReadOnlyList<string?> features, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("format", format);
        writer.WriteNumber("version", version);
        writer.WritePropertyName("features");
        WriteLine(writer, features, static name => TextOf(name ?? string.Empty));
    }

    /// <summary>What every format ends with: how the model was fitted.</summary>
    public static void End(FitRecord? fit, Utf8JsonWriter writer)
    {
        if (fit is not null)
        {
            writer.WritePropertyName("fit");
            FitText.Write(fit, writer);
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    /// <summary>An array of parameters, one row of numbers a line.</summary>
    public static void Write(Utf8JsonWriter writer, string name, ReadOnlySpan<double> values, ReadOnlySpan<int> shape)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(ArrayOf(values, shape, IndentOf(writer)), skipInputValidation: true);
    }

    /// <summary>Names on one line.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> names)
    {
        writer.WritePropertyName(name);
        WriteLine(writer, names, TextOf);
    }

    private static string ArrayOf(ReadOnlySpan<double> values, ReadOnlySpan<int> shape, string indent)
    {
        if (shape.Length == 0)
        {
            return NumberOf(values[0]);
        }

        if (shape.Length == 1)
        {
            return LineOf(values.ToArray(), NumberOf);
        }

        int length = values.Length / shape[0];
        var parts = new string[shape[0]];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = $"{indent}  {ArrayOf(values.Slice(i * length, length), shape[1..], indent + "  ")}";
        }

        return $"[\n{string.Join(",\n", parts)}\n{indent}]";
    }

    internal static void WriteCovariances(Utf8JsonWriter writer, double[][][]? covariances, double[][]? variances)
    {
        if (variances is not null)
        {
            writer.WritePropertyName("variances");
            WriteMatrix(writer, variances);
            return;
        }

        writer.WritePropertyName("covariances");
        WriteMatrices(writer, covariances ?? []);
    }

    internal static string TextOf(string text) => JsonSerializer.Serialize(text, ModelJson.Default.String);

    // the writer breaks no lines inside raw values, so what is made of lines is written as one
    private static void WriteMatrices(Utf8JsonWriter writer, double[][][] matrices)
    {
        string indent = IndentOf(writer);
        var texts = matrices.Select(matrix => $"{indent}  {MatrixOf(matrix, indent + "  ")}");
        writer.WriteRawValue($"[\n{string.Join(",\n", texts)}\n{indent}]", skipInputValidation: true);
    }

    internal static void WriteMatrix(Utf8JsonWriter writer, double[][] rows) =>
        writer.WriteRawValue(MatrixOf(rows, IndentOf(writer)), skipInputValidation: true);

    private static string MatrixOf(double[][] rows, string indent) =>
        $"[\n{string.Join(",\n", rows.Select(row => $"{indent}  {LineOf(row, NumberOf)}"))}\n{indent}]";

    internal static string IndentOf(Utf8JsonWriter writer) => new(' ', 2 * writer.CurrentDepth);

    internal static void WriteLine<T>(Utf8JsonWriter writer, IReadOnlyList<T> values, Func<T, string> textOf) =>
        writer.WriteRawValue(LineOf(values, textOf), skipInputValidation: true);

    private static string LineOf<T>(IReadOnlyList<T> values, Func<T, string> textOf) => $"[{string.Join(", ", values.Select(textOf))}]";

    /// <summary>A number as all are written: null where it is none.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(NumberOf(value), skipInputValidation: true);
    }

    // JSON has no infinity; null is read back as NaN
    internal static string NumberOf(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";
}
