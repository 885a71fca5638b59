using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mixtura.Data;
using Mixtura.Onnx;

namespace Mixtura.Mixtures;

/// <summary>A mixture as an ONNX model: rows in, labels, responsibilities and log densities out. What is the same for all kinds is here; a family adds its densities.</summary>
internal static class OnnxExport
{
    private const string Rows = "rows";
    private const string Label = "label";
    private const string Responsibilities = "responsibilities";
    private const string LogDensity = "log_density";

    /// <summary>The fault of a kind that says nothing of ONNX.</summary>
    public static InputException Unknown(string family) =>
        new($"Components of the kind '{family}' cannot be written as ONNX: the kind does not say by which operators its density is computed. Use the model in a program of its own kind.");

    /// <summary>log πₖ + log fₖ(xᵢ), N×K.</summary>
    public static OnnxValue AddWeights(OnnxGraph graph, OnnxValue logDensities, ReadOnlySpan<double> weights) =>
        graph.Apply("Add", logDensities, LogOf(graph, weights));

    /// <summary>The whole file.</summary>
    public static byte[] Write(Mixture model, OnnxPrecision precision)
    {
        var graph = new OnnxGraph(precision);
        AddOutputs(graph, model.Core.AddTo(graph, new OnnxValue(Rows)), model.Weights.Span);
        string kind = $"mixture of {Counted.Of(model.Components, $"{model.Family} component")}";
        string[] names = [.. Enumerable.Range(0, model.Features).Select(model.FeatureName)];
        return new OnnxModel(
            graph,
            [new(Rows, graph.Numbers, model.Features, $"Rows to score: the columns are {string.Join(", ", names)}, in this order. A level of a categorical column is its place in the list 'levels' of the metadata, from 0.")],
            [
                new(Label, OnnxType.Int64, null, "The most probable component of each row, counted from 0."),
                new(Responsibilities, graph.Numbers, model.Components, "The posterior probabilities of the components."),
                new(LogDensity, graph.Numbers, null, "The log density of each row, in nats."),
            ],
            "mixture",
            $"A {kind} over {Counted.Of(model.Features, "feature")}. Missing values (NaN) are not integrated out: they give NaN.",
            Metadata(model, names)).ToArray();
    }

    private static void AddOutputs(OnnxGraph graph, OnnxJoints joints, ReadOnlySpan<double> weights)
    {
        var posterior = Shared(graph, joints.Posterior, weights);
        graph.Output(Responsibilities, "Div", posterior.Shares, posterior.Sum);
        graph.ArgMax(posterior.Joint, Label);
        var density = joints.Density == joints.Posterior ? posterior : Shared(graph, joints.Density, []);
        var logarithm = graph.Apply("Add", density.Largest, graph.Apply("Log", density.Sum));
        graph.Output(LogDensity, "Squeeze", graph.Apply("Where", density.IsNowhere, graph.Constant(double.NegativeInfinity), logarithm), graph.List(1));
    }

    // exp(joint − largest) and its sum, by hand: ReduceLogSumExp of ONNX Runtime begins at 0 where the first number of a row is −∞.
    // A row that no component gives a density belongs to all by their weights, as everywhere
    private static (OnnxValue IsNowhere, OnnxValue Joint, OnnxValue Largest, OnnxValue Shares, OnnxValue Sum) Shared(OnnxGraph graph, OnnxValue joint, ReadOnlySpan<double> weights)
    {
        var largest = graph.Reduce("ReduceMax", joint, 1, keepsAxis: true);
        var isNowhere = graph.IsNegativeInfinity(largest);
        var zero = graph.Constant(0);
        joint = graph.Apply("Where", isNowhere, weights.IsEmpty ? zero : LogOf(graph, weights), joint);
        largest = graph.Apply("Where", isNowhere, zero, largest);
        var shares = graph.Apply("Exp", graph.Apply("Sub", joint, largest));
        return (isNowhere, joint, largest, shares, graph.Reduce("ReduceSum", shares, 1, keepsAxis: true));
    }

    private static OnnxValue LogOf(OnnxGraph graph, ReadOnlySpan<double> weights) => graph.Constant(Array.ConvertAll(weights.ToArray(), Math.Log), 1, weights.Length);

    private static List<(string Key, string Value)> Metadata(Mixture model, string[] names)
    {
        var levels = Enumerable.Range(0, model.Features).Where(j => model.LevelsOf(j).Count > 0).ToArray();
        var entries = new List<(string Key, string Value)>
        {
            ("format", $"mixtura.{model.Family}-mixture"),
            ("features", Json(writer => WriteList(writer, names))),
        };
        if (levels.Length > 0)
        {
            entries.Add(("levels", Json(writer => WriteLevels(writer, model, levels))));
        }

        return entries;
    }

    private static void WriteLevels(Utf8JsonWriter writer, Mixture model, int[] features)
    {
        writer.WriteStartObject();
        foreach (int feature in features)
        {
            writer.WritePropertyName(model.FeatureName(feature));
            WriteList(writer, model.LevelsOf(feature));
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray();
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
