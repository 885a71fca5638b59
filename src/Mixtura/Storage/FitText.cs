using System.Globalization;
using System.Text.Json;
using Mixtura.Bayesian;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using static Mixtura.Storage.ModelText;

namespace Mixtura.Storage;

/// <summary>Writes how a model was fitted, the field <c>fit</c> of its file.</summary>
internal static class FitText
{
    /// <summary>Writes it.</summary>
    public static void Write(FitRecord fit, Utf8JsonWriter writer)
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
            ModelText.Write(writer, "reading", fit.Reading);
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

        if (fit.ClassModels.Count > 0)
        {
            ClassModelForm.Write(fit.ClassModels, writer);
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
}
