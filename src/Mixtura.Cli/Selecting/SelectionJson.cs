using System.Text.Json;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Cli.Selecting;

/// <summary>The table of candidates as JSON.</summary>
internal static class SelectionJson
{
    /// <summary>Writes the candidates, then what else was asked for.</summary>
    public static void Write(SelectionResult result, SelectionExtras extras, Stream stream)
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
            Write(extras, json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(SelectionExtras extras, Utf8JsonWriter json)
    {
        if (extras.Tests is { } tests)
        {
            json.WriteStartArray("likelihoodRatioTests");
            foreach (var test in tests)
            {
                json.WriteStartObject();
                json.WriteNumber("components", test.Components);
                WriteNumber(json, "statistic", test.Statistic);
                WriteNumber(json, "pValue", test.PValue);
                json.WriteNumber("replicates", test.Replicates.Count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (extras.Merging is { } merging)
        {
            Write(merging, json);
        }
    }

    // the tree from the components down to one cluster
    private static void Write(ComponentMerging merging, Utf8JsonWriter json)
    {
        json.WriteStartObject("merging");
        json.WriteNumber("suggestedClusters", merging.SuggestedClusters);
        json.WriteStartArray("steps");
        for (int clusters = merging.Components; clusters >= 1; clusters--)
        {
            json.WriteStartObject();
            json.WriteNumber("clusters", clusters);
            WriteNumber(json, "entropy", merging.Entropies[clusters - 1]);
            if (clusters < merging.Components)
            {
                Write(json, "merged", merging.MergedTo(clusters));
            }

            json.WriteStartArray("partition");
            foreach (var cluster in merging.Clusters(clusters))
            {
                Write(json, null, cluster);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string? name, IReadOnlyList<int> components)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartArray();
        foreach (int component in components)
        {
            json.WriteNumberValue(component);
        }

        json.WriteEndArray();
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
            json.WriteNumber("starts", fit.Restarts.Count);
            json.WriteNumber("startsAtBest", FitRecord.Of(fit).StartsAtBest);
            json.WriteNumber("startsDegenerated", fit.Restarts.Count(static start => !start.IsSound));
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
