using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>The noise beside the components: <c>noise</c> with its <c>weight</c>, <c>volume</c> and <c>logVolume</c>, and the box <c>lower</c> … <c>upper</c>. The weights and that of the noise sum to 1.</summary>
internal static class NoiseForm
{
    private const string Field = "noise";

    /// <summary>Writes it, where there is one.</summary>
    public static void Write(UniformNoise? noise, Utf8JsonWriter writer)
    {
        if (noise is null)
        {
            return;
        }

        writer.WriteStartObject(Field);
        ModelText.Write(writer, "weight", [noise.Weight], []);
        ModelText.Write(writer, "volume", [noise.Volume], []);
        ModelText.Write(writer, "logVolume", [noise.LogVolume], []);
        ModelText.Write(writer, "lower", noise.Lower.Span, [noise.Lower.Length]);
        ModelText.Write(writer, "upper", noise.Upper.Span, [noise.Upper.Length]);
        writer.WriteEndObject();
    }

    /// <summary>The text of the components alone, their weights summing to 1.</summary>
    /// <exception cref="InputException">There are no weights.</exception>
    public static byte[] WithoutNoise(ReadOnlyMemory<byte> text, double[]? weights, string name)
    {
        double sum = weights?.Sum() ?? 0;
        if (!(sum > 0))
        {
            throw DocumentForm.NoModel($"{name}: the field 'weights' is missing or sums to {sum.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");
        }

        var root = JsonNode.Parse(text.Span)!.AsObject();
        root.Remove(Field);
        root["weights"] = new JsonArray([.. weights!.Select(weight => (JsonNode)JsonValue.Create(weight / sum))]);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            root.WriteTo(writer);
        }

        return bytes.ToArray();
    }

    /// <summary>The mixture with its noise.</summary>
    /// <exception cref="InputException">A field is missing or cannot be.</exception>
    public static NoisyMixture Read(NoiseDocument noise, double[] weights, Mixture components, string name)
    {
        try
        {
            double weight = noise.Weight ?? throw DocumentForm.NoModel($"{name}: the field 'noise.weight' is missing.");
            double logVolume = noise.LogVolume ?? (noise.Volume is { } volume ? Math.Log(volume) : throw DocumentForm.NoModel($"{name}: the field 'noise.volume' is missing."));
            var (lower, upper) = noise is { Lower: { } low, Upper: { } high } ? (low, high) : BoxOf(components, logVolume);
            return NoisyMixture.Of(components, weights, weight, logVolume, lower, upper);
        }
        catch (InputException failure) when (!failure.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw failure.At(name);
        }
    }

    // of this volume, about the mean, its sides in proportion to the deviations
    private static (double[] Lower, double[] Upper) BoxOf(Mixture components, double logVolume)
    {
        int d = components.Features;
        var (mean, square) = (new double[d], new double[d]);
        for (int k = 0; k < components.Components; k++)
        {
            var (means, deviations) = components.MomentsOf(k);
            for (int j = 0; j < d; j++)
            {
                mean[j] += components.Weights[k] * means[j];
                square[j] += components.Weights[k] * ((means[j] * means[j]) + (deviations[j] * deviations[j]));
            }
        }

        double[] logs = [.. mean.Select((centre, j) => 0.5 * Math.Log(square[j] - (centre * centre)))];
        double[] sides = [.. logs.Select(log => Math.Exp(log + ((logVolume - logs.Sum()) / d)))];
        return ([.. mean.Select((centre, j) => centre - (sides[j] / 2))], [.. mean.Select((centre, j) => centre + (sides[j] / 2))]);
    }
}
