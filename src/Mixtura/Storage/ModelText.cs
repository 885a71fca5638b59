using System.Globalization;
using System.Text.Json;
using Mixtura.Bayesian;
using Mixtura.Gaussian;
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
            Write(fit, writer);
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

    private static void Write(FitRecord fit, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("method", fit.Method);
        writer.WriteNumber("rows", fit.Rows);
        WriteNumber(writer, "totalWeight", fit.TotalWeight);
        if (fit.IsWeighted)
        {
            writer.WriteBoolean("weighted", true);
        }

        if (fit.MissingCells > 0)
        {
            writer.WriteNumber("missingCells", fit.MissingCells);
        }

        if (fit.Reading.Count > 0)
        {
            Write(writer, "reading", fit.Reading);
        }

        WriteNumber(writer, "logLikelihood", fit.LogLikelihood);
        WriteNumber(writer, "lowerBound", fit.LowerBound);
        if (fit.BoundTerms is { } terms)
        {
            WriteTerms(terms, writer);
        }

        writer.WriteNumber("iterations", fit.Iterations);
        writer.WriteString("stopReason", fit.StopReason);
        writer.WritePropertyName("trace");
        WriteLine(writer, fit.Trace, NumberOf);
        writer.WriteNumber("parameters", fit.Parameters);
        if (fit.FixedParameters > 0)
        {
            writer.WriteNumber("fixedParameters", fit.FixedParameters);
        }

        WriteNumber(writer, "aic", fit.Aic);
        WriteNumber(writer, "bic", fit.Bic);
        WriteNumber(writer, "icl", fit.Icl);
        if (!double.IsNaN(fit.EntropyR2))
        {
            WriteNumber(writer, "entropyR2", fit.EntropyR2);
        }

        if (!double.IsNaN(fit.BadRows))
        {
            WriteNumber(writer, "badRows", fit.BadRows);
            WriteNumber(writer, "badShare", fit.BadShare);
        }

        if (fit.Table is { } table)
        {
            WriteTable(table, writer);
        }

        if (fit.Merging is { } merging)
        {
            writer.WritePropertyName("merging");
            MergingForm.Write(merging, writer);
        }

        if (fit.Classification is { } classification)
        {
            writer.WritePropertyName("classification");
            ClassificationForm.Write(classification, writer);
        }

        if (fit.Online is { } online)
        {
            WriteOnline(online, writer);
        }

        writer.WriteString("init", fit.Init);
        if (fit.Prior is { } prior)
        {
            writer.WriteString("prior", prior);
        }

        writer.WriteNumber("restarts", fit.Restarts);
        writer.WriteNumber("seed", fit.Seed);
        WriteNumber(writer, "dataPasses", fit.DataPasses);
        writer.WriteStartArray("warnings");
        foreach (string warning in fit.Warnings)
        {
            writer.WriteStringValue(warning);
        }

        writer.WriteEndArray();
        writer.WriteString("version", fit.Version);
        WriteStarts(fit.Starts, writer);
        WritePath(fit.Path, writer);
        writer.WriteEndObject();
    }

    private static void WriteOnline(OnlineRecord online, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("online");
        writer.WriteNumber("batches", online.Batches);
        writer.WriteNumber("batchRows", online.BatchRows);
        writer.WriteNumber("batchesPerEntry", online.BatchesPerEntry);
        WriteNumber(writer, "meanLogDensity", online.MeanLogDensity);
        if (online.HalfLife is { } halfLife)
        {
            WriteNumber(writer, "halfLife", halfLife);
        }

        writer.WriteEndObject();
    }

    private static void WriteTable(TableFit table, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("table");
        writer.WriteNumber("cells", table.Cells);
        WriteNumber(writer, "totalWeight", table.TotalWeight);
        WriteNumber(writer, "likelihoodRatio", table.LikelihoodRatio);
        WriteNumber(writer, "chiSquared", table.ChiSquared);
        writer.WriteNumber("degreesOfFreedom", table.DegreesOfFreedom);
        writer.WriteEndObject();
    }

    private static void WriteTerms(BoundTerms terms, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("boundTerms");
        WriteNumber(writer, "logData", terms.LogData);
        WriteNumber(writer, "logAssignments", terms.LogAssignments);
        WriteNumber(writer, "logWeights", terms.LogWeights);
        WriteNumber(writer, "logParameters", terms.LogParameters);
        WriteNumber(writer, "logAssignmentPosterior", terms.LogAssignmentPosterior);
        WriteNumber(writer, "logWeightPosterior", terms.LogWeightPosterior);
        WriteNumber(writer, "logParameterPosterior", terms.LogParameterPosterior);
        writer.WriteEndObject();
    }

    private static void WriteStarts(IReadOnlyList<StartRecord> starts, Utf8JsonWriter writer)
    {
        if (starts.Count == 0)
        {
            return;
        }

        string indent = IndentOf(writer);
        writer.WritePropertyName("starts");
        var texts = starts.Select(one => $"{indent}  {{\"lowerBound\": {NumberOf(one.LowerBound)}, \"iterations\": {one.Iterations.ToString(CultureInfo.InvariantCulture)}, \"stopReason\": {TextOf(one.StopReason)}{(one.Degeneracy is { } why ? $", \"degeneracy\": {TextOf(why)}" : string.Empty)}}}");
        writer.WriteRawValue($"[\n{string.Join(",\n", texts)}\n{indent}]", skipInputValidation: true);
    }

    private static void WritePath(IReadOnlyList<Mixture> path, Utf8JsonWriter writer)
    {
        if (!path.OfType<GaussianMixture>().Any())
        {
            return;
        }

        writer.WriteStartArray("path");
        foreach (var step in path.OfType<GaussianMixture>())
        {
            writer.WriteStartObject();
            writer.WritePropertyName("weights");
            WriteLine(writer, step.Weights.ToArray(), NumberOf);
            writer.WritePropertyName("means");
            WriteMatrix(writer, DocumentForm.RowsOf(step.Means));
            bool isCompact = DocumentForm.IsCompact(step);
            WriteCovariances(writer, isCompact ? null : DocumentForm.CovariancesOf(step), isCompact ? DocumentForm.VariancesOf(step) : null);
            writer.WriteEndObject();

            // a path may be long: what is written need not stay in memory
            writer.Flush();
        }

        writer.WriteEndArray();
    }

    private static void WriteCovariances(Utf8JsonWriter writer, double[][][]? covariances, double[][]? variances)
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

    private static string TextOf(string text) => JsonSerializer.Serialize(text, ModelJson.Default.String);

    // the writer breaks no lines inside raw values, so what is made of lines is written as one
    private static void WriteMatrices(Utf8JsonWriter writer, double[][][] matrices)
    {
        string indent = IndentOf(writer);
        var texts = matrices.Select(matrix => $"{indent}  {MatrixOf(matrix, indent + "  ")}");
        writer.WriteRawValue($"[\n{string.Join(",\n", texts)}\n{indent}]", skipInputValidation: true);
    }

    private static void WriteMatrix(Utf8JsonWriter writer, double[][] rows) =>
        writer.WriteRawValue(MatrixOf(rows, IndentOf(writer)), skipInputValidation: true);

    private static string MatrixOf(double[][] rows, string indent) =>
        $"[\n{string.Join(",\n", rows.Select(row => $"{indent}  {LineOf(row, NumberOf)}"))}\n{indent}]";

    private static string IndentOf(Utf8JsonWriter writer) => new(' ', 2 * writer.CurrentDepth);

    private static void WriteLine<T>(Utf8JsonWriter writer, IReadOnlyList<T> values, Func<T, string> textOf) =>
        writer.WriteRawValue(LineOf(values, textOf), skipInputValidation: true);

    private static string LineOf<T>(IReadOnlyList<T> values, Func<T, string> textOf) => $"[{string.Join(", ", values.Select(textOf))}]";

    /// <summary>A number as all are written: null where it is none.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(NumberOf(value), skipInputValidation: true);
    }

    // JSON has no infinity; null is read back as NaN
    private static string NumberOf(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";
}
