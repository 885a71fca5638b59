using System.Text.Json;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Cli.Selecting;

/// <summary>The table of candidates as JSON.</summary>
internal static class SelectionJson
{
    public static void Write(SelectionResult result, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("criterion", CriterionName.Of(result.Criterion));
            if (result.BestIndex >= 0)
            {
                json.WriteNumber("best", result.BestIndex);
            }
            else
            {
                json.WriteNull("best");
            }

            json.WriteStartArray("candidates");
            foreach (var candidate in result.Candidates)
            {
                Write(candidate, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(SelectionCandidate candidate, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("components", candidate.Components);
        json.WriteString("family", candidate.Kind.Name);
        if (candidate.Kind.StructureName is { } structure)
        {
            json.WriteString("covarianceStructure", structure);
        }

        if (candidate.Fit is { } fit)
        {
            WriteNumber(json, "logLikelihood", fit.Score.LogLikelihood);
            WriteNumber(json, "lowerBound", fit.LowerBound);
            json.WriteNumber("parameters", fit.Model.ParameterCount);
            WriteNumber(json, "aic", fit.Criteria.Aic);
            WriteNumber(json, "bic", fit.Criteria.Bic);
            WriteNumber(json, "icl", fit.Criteria.Icl);
            if (!double.IsNaN(candidate.HeldOutLogDensity))
            {
                WriteNumber(json, "heldOutLogDensity", candidate.HeldOutLogDensity);
            }

            json.WriteString("stopReason", FitRecord.NameOf(fit.StopReason));
        }

        if ((candidate.Why ?? candidate.Reservation) is { } why)
        {
            json.WriteString("why", why);
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
