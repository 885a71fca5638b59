using System.Text.Json.Nodes;
using Mixtura.Storage;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>How the bound rose and where the starts ended.</summary>
internal static class ConvergenceCharts
{
    private const int Height = 240;

    // a line with more points has its marks run together
    private const int MostMarked = 60;

    // fewer points show no progress
    private const int LeastPoints = 3;
    private const double RelativeRounding = 1e-13;

    // ends closer than this, in nats a row, look the same
    private const double LeastSpread = 1e-3;

    /// <summary>The bound of every iteration.</summary>
    public static JsonObject Trace(IReadOnlyList<double> trace) =>
        Curve(trace.Select(static (bound, i) => (i, bound)), trace.Count, Quantity("b", "lower bound, nats"));

    /// <summary>The mean log density of batch after batch.</summary>
    public static JsonObject Course(IReadOnlyList<double> means, int batchesEach) =>
        Curve(means.Select((mean, i) => (i * batchesEach, mean)), ((means.Count - 1) * batchesEach) + 1, Quantity("b", "log density, nats a row"), null, "batch");

    /// <summary>How far below its end the bound was, on a scale on which steady progress is a straight line; null where too few steps show it.</summary>
    public static JsonObject? Remaining(IReadOnlyList<double> trace)
    {
        if (trace.Count < LeastPoints)
        {
            return null;
        }

        // what is nearer to the end is rounding
        double rounding = RelativeRounding * Math.Abs(trace[^1]);
        var gaps = trace.Select((bound, i) => (Iteration: i, Value: trace[^1] - bound)).Where(point => point.Value > rounding).ToList();
        return gaps.Count < LeastPoints ? null : Curve(gaps, trace.Count, Quantity("b", "nats below the end", Object(("type", "log"))), "~e");
    }

    /// <summary>Where every start ended.</summary>
    public static JsonObject Starts(IReadOnlyList<StartRecord> starts, double totalWeight)
    {
        double[] bounds = [.. starts.Select(static start => start.LowerBound).Where(double.IsFinite).DefaultIfEmpty(0)];
        double margin = Math.Max(0.1 * (bounds.Max() - bounds.Min()), LeastSpread * totalWeight);
        var rows = starts.Select((start, i) => (JsonNode)Object(
            ("s", i), ("b", Number(start.LowerBound)), ("n", start.Iterations), ("e", start.Degeneracy is null ? start.StopReason : "degenerate")));
        string[] ends = [.. starts.Select(static start => start.Degeneracy is null ? start.StopReason : "degenerate").Distinct(StringComparer.Ordinal)];
        JsonObject End(Func<(string Colour, string Shape), string> look) => Object(
            ("field", "e"), ("type", "nominal"), ("title", "ended"), ("legend", ends.Length > 1 ? Object(("orient", "top")) : null),
            ("scale", Object(("domain", List(ends.Select(static end => (JsonNode?)end))), ("range", List(ends.Select(end => (JsonNode?)look(LookOf(end))))))));
        return Chart(
            Height, ("data", Values(rows)),
            ("mark", Object(("type", "point"), ("filled", true), ("size", 80), ("opacity", 1), ("aria", false))),
            ("encoding", Object(
                ("x", Places("s", "start")), ("y", Quantity("b", "bound reached, nats", Domain(bounds.Min() - margin, bounds.Max() + margin))),
                ("color", End(static look => look.Colour)), ("shape", End(static look => look.Shape)),
                ("tooltip", List([Tip("s", "start"), Tip("b", "bound, nats", ".4f"), Tip("n", "iterations"), Tip("e", "ended")])))));
    }

    private static (string Colour, string Shape) LookOf(string end) => end switch
    {
        "converged" => (Palette.Of(0), "circle"),
        "degenerate" => (Palette.Of(4), "cross"),
        "iteration-limit" => (Palette.Of(1), "triangle-up"),
        _ => (Palette.Of(3), "square"),
    };

    private static JsonObject Curve(IEnumerable<(int Iteration, double Value)> points, int count, JsonObject upwards, string? format = null, string along = "iteration")
    {
        if (format is not null)
        {
            upwards.Add("axis", Object(("format", format)));
        }

        return Chart(
            Height, ("data", Values(points.Select(static point => (JsonNode)Object(("i", point.Iteration), ("b", Number(point.Value)))))),
            ("mark", Object(("type", "line"), ("point", count <= MostMarked ? Object(("color", Palette.Of(0))) : false), ("color", Palette.Of(0)), ("aria", false))),
            ("encoding", Object(
                ("x", Object(("field", "i"), ("type", "quantitative"), ("title", along), ("axis", Object(("tickMinStep", 1), ("format", "d"))), ("scale", Domain(0, count - 1)))), ("y", upwards),
                ("tooltip", List([Tip("i", along), Tip("b", upwards["title"]!.GetValue<string>(), format is null ? ".4f" : ".3~e")])))));
    }
}
