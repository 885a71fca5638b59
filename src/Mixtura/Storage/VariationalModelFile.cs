using System.Text.Encodings.Web;
using System.Text.Json;
using Mixtura.Bayesian;
using Mixtura.Data;

namespace Mixtura.Storage;

/// <summary>Variational mixtures as JSON: <c>mixtura.variational-gaussian-mixture</c>, version 1. The expected parameters stand where a plain mixture has its own, so
/// that <see cref="ModelFile.Load(Stream, string)"/> reads the file as one.</summary>
public static class VariationalModelFile
{
    /// <summary>The format's name in the file.</summary>
    public const string Format = "mixtura.variational-gaussian-mixture";

    /// <summary>Writes a fitted variational mixture: expected parameters, posterior, priors, how it was fitted and the bound's parts.</summary>
    /// <exception cref="InputException">Two features have the same name: the file could not be read again.</exception>
    public static void Save(VariationalFit fit, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(stream);
        var document = DocumentForm.Of(fit.Model.ToGaussianMixture()) with { Format = Format };
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        ModelText.Write(document, FitRecord.Of(fit), writer, json => WritePosterior(fit, json), json => WriteTerms(fit.BoundTerms, json));
    }

    private static void WritePosterior(VariationalFit fit, Utf8JsonWriter writer)
    {
        var model = fit.Model;
        writer.WriteStartObject("posterior");
        Write(writer, "weightConcentration", model.WeightConcentration);
        if (model.StickRemainder.Count > 0)
        {
            Write(writer, "stickRemainder", model.StickRemainder);
        }

        Write(writer, "meanPrecision", model.MeanPrecision);
        Write(writer, "means", model.Means);
        Write(writer, "degreesOfFreedom", model.DegreesOfFreedom);
        writer.WriteStartArray("scaleMatrices");
        for (int k = 0; k < model.Components; k++)
        {
            WriteRows(writer, model.ScaleMatrix(k));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        WritePrior(model.Prior, writer);
    }

    private static void WritePrior(PriorValues prior, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("prior");
        writer.WriteString("weightPrior", prior.WeightPrior == WeightPrior.DirichletProcess ? "dirichlet-process" : "dirichlet");
        writer.WriteNumber("weightConcentration", prior.WeightConcentration);
        writer.WriteNumber("meanPrecision", prior.MeanPrecision);
        Write(writer, "mean", prior.Mean);
        writer.WriteNumber("degreesOfFreedom", prior.DegreesOfFreedom);
        Write(writer, "inverseScale", prior.InverseScale);
        writer.WriteEndObject();
    }

    private static void WriteTerms(BoundTerms terms, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("boundTerms");
        writer.WriteNumber("logData", terms.LogData);
        writer.WriteNumber("logAssignments", terms.LogAssignments);
        writer.WriteNumber("logWeights", terms.LogWeights);
        writer.WriteNumber("logParameters", terms.LogParameters);
        writer.WriteNumber("logAssignmentPosterior", terms.LogAssignmentPosterior);
        writer.WriteNumber("logWeightPosterior", terms.LogWeightPosterior);
        writer.WriteNumber("logParameterPosterior", terms.LogParameterPosterior);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, RowMatrix matrix)
    {
        writer.WritePropertyName(name);
        WriteRows(writer, matrix);
    }

    private static void WriteRows(Utf8JsonWriter writer, RowMatrix matrix)
    {
        writer.WriteStartArray();
        for (int i = 0; i < matrix.Rows; i++)
        {
            writer.WriteStartArray();
            foreach (double value in matrix.Row(i))
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
