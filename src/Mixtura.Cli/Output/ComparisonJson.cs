using System.Globalization;
using System.Text.Json;
using Mixtura.Cli.Options;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Two data sets under one model, for programs.</summary>
internal static class ComparisonJson
{
    /// <summary>The document.</summary>
    public static byte[] Of(ModelWithPair given, MixtureComparison comparison)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            WriteSample(json, "a", given.First, comparison.First);
            WriteSample(json, "b", given.Second, comparison.Second);
            WriteShares(json, given.Model, comparison);
            WriteTests(json, comparison);
            WriteNumber(json, "p", comparison.PValue);
            json.WriteString("verdict", ComparisonVerdict.Of(given, comparison));
            json.WriteStartArray("notes");
            foreach (string note in ComparisonText.Notes(given, comparison))
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void WriteSample(Utf8JsonWriter json, string name, RowFile rows, ComparedSample sample)
    {
        json.WriteStartObject(name);
        json.WriteString("data", rows.Name);
        json.WriteNumber("rows", sample.Rows);
        WriteNumber(json, "totalWeight", sample.TotalWeight);
        json.WriteNumber("missingCells", rows.MissingCells);
        WriteNumber(json, "meanLogDensity", sample.MeanLogDensity);
        WriteNumber(json, "standardDeviation", sample.Deviation);
        json.WriteEndObject();
    }

    private static void WriteShares(Utf8JsonWriter json, Mixture model, MixtureComparison comparison)
    {
        json.WriteStartArray("components");
        for (int k = 0; k < model.Components; k++)
        {
            json.WriteStartObject();
            json.WriteNumber("component", k);
            if (model.ComponentNames.Count > 0)
            {
                json.WriteString("name", model.ComponentNames[k]);
            }

            if (model.Classes is { } classes)
            {
                json.WriteString("class", classes.NameOf(k));
            }

            WriteShares(json, model.Weights[k], comparison.First.Shares[k], comparison.Second.Shares[k]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (model.Noise is { } noise)
        {
            json.WriteStartObject("noise");
            WriteShares(json, noise.Weight, comparison.First.Noise, comparison.Second.Noise);
            json.WriteEndObject();
        }

        // -1 for the noise, as predictions have it
        json.WriteNumber("mostChanged", comparison.MostChanged);
    }

    private static void WriteShares(Utf8JsonWriter json, double weight, double first, double second)
    {
        WriteNumber(json, "weight", weight);
        WriteNumber(json, "a", first);
        WriteNumber(json, "b", second);
        WriteNumber(json, "difference", second - first);
    }

    private static void WriteTests(Utf8JsonWriter json, MixtureComparison comparison)
    {
        var (shares, mean, distribution) = (comparison.Shares, comparison.MeanLogDensity, comparison.LogDensities);
        json.WriteStartObject("tests");
        json.WriteStartObject("shares");
        json.WriteString("test", "pearson-chi-squared");
        WriteNumber(json, "statistic", shares.Statistic);
        json.WriteNumber("degreesOfFreedom", shares.DegreesOfFreedom);
        WriteNumber(json, "p", shares.PValue);
        WriteNumber(json, "smallestExpected", shares.SmallestExpected);
        json.WriteEndObject();
        json.WriteStartObject("meanLogDensity");
        json.WriteString("test", "welch-t");
        WriteNumber(json, "difference", mean.Difference);
        WriteNumber(json, "standardError", mean.StandardError);
        WriteNumber(json, "statistic", mean.Statistic);
        WriteNumber(json, "degreesOfFreedom", mean.DegreesOfFreedom);
        WriteNumber(json, "p", mean.PValue);
        json.WriteEndObject();
        json.WriteStartObject("logDensities");
        json.WriteString("test", "kolmogorov-smirnov");
        WriteNumber(json, "statistic", distribution.Statistic);
        WriteNumber(json, "p", distribution.PValue);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // what there is not is null; JSON has no number for the log of 0 either, and the word is what readers of floating-point numbers take for it
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsNaN(value))
        {
            json.WriteNull(name);
        }
        else if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
