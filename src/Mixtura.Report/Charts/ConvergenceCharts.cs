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

    // ends closer than this, in nats a row, look the same
    private const double LeastSpread = 1e-3;

    /// <summary>The bound of every iteration.</summary>
    public static JsonObject Trace(IReadOnlyList<double> trace) =>
        Curve(trace.Select(static (bound, i) => ((double)i, bound)), trace.Count, Quantity("b", "lower bound, nats"));

    /// <summary>How far below its end the bound was, on a scale on which steady progress is a straight line.</summary>
    public static JsonObject Remaining(IReadOnlyList<double> trace)
    {
        var gaps = trace.Select((bound, i) => ((double)i, trace[^1] - bound)).Where(static point => point.Item2 > 0).ToList();
        return Curve(gaps, gaps.Count, Quantity("b", "nats below the end", Object(("type", "log"))), "~e");
    }

    /// <summary>Where every start ended.</summary>
    public static JsonObject Starts(IReadOnlyList<StartRecord> starts, double totalWeight)
    {
        double[] bounds = [.. starts.Select(static start => start.LowerBound).Where(double.IsFinite).DefaultIfEmpty(0)];
        double margin = Math.Max(0.1 * (bounds.Max() - bounds.Min()), LeastSpread * totalWeight);
        var rows = starts.Select((start, i) => (JsonNode)Object(
            ("s", i), ("b", Number(start.LowerBound)), ("n", start.Iterations), ("e", start.Degeneracy is null ? start.StopReason : "degenerate")));
        string[] ends = [.. starts.Select(static start => start.Degeneracy is null ? start.StopReason : "degenerate").Distinct(StringComparer.Ordinal)];
        JsonObject End(IEnumerable<JsonNode?> range) => Object(
            ("field", "e"), ("type", "nominal"), ("title", "ended"), ("legend", ends.Length > 1 ? Object(("orient", "top")) : null),
            ("scale", Object(("domain", List(ends.Select(static end => (JsonNode?)end))), ("range", List(range)))));
        return Chart(
            Height, ("data", Values(rows)),
            ("mark", Object(("type", "point"), ("filled", true), ("size", 80), ("opacity", 1), ("aria", false))),
            ("encoding", Object(
                ("x", Places("s", "start")), ("y", Quantity("b", "bound reached, nats", Domain(bounds.Min() - margin, bounds.Max() + margin))),
                ("color", End([Palette.Of(0), Palette.Of(4), Palette.Of(1), Palette.Of(3)])), ("shape", End(["circle", "cross", "triangle-up", "square"])),
                ("tooltip", List([Tip("s", "start"), Tip("b", "bound, nats"), Tip("n", "iterations"), Tip("e", "ended")])))));
    }

    private static JsonObject Curve(IEnumerable<(double Iteration, double Value)> points, int count, JsonObject upwards, string? format = null)
    {
        if (format is not null)
        {
            upwards.Add("axis", Object(("format", format)));
        }

        return Chart(
            Height, ("data", Values(points.Select(static point => (JsonNode)Object(("i", point.Iteration), ("b", Number(point.Value)))))),
            ("mark", Object(("type", "line"), ("point", count <= MostMarked), ("color", Palette.Of(0)), ("aria", false))),
            ("encoding", Object(
                ("x", Object(("field", "i"), ("type", "quantitative"), ("title", "iteration"), ("axis", Object(("tickMinStep", 1), ("format", "d"))), ("scale", Object(("nice", false))))), ("y", upwards),
                ("tooltip", List([Tip("i", "iteration"), Tip("b", upwards["title"]!.GetValue<string>())])))));
    }
}
