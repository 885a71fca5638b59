using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>Every row as a line over the features, which stand side by side, each from its smallest to its largest value.</summary>
internal static class ParallelChart
{
    /// <summary>The most rows that are drawn.</summary>
    public const int MostRows = 300;

    private const int Height = 320;

    public static JsonObject Of(ReportView view)
    {
        int[] features = view.Parallel;
        PlotRange[] ranges = [.. features.Select(j => view.Survey.View[j] is var (low, high) ? new PlotRange(low, high) : default)];
        var axes = features.Select((j, at) => (JsonNode)Object(
            ("j", at), ("name", view.Names[j]), ("low", Number(ranges[at].Low)), ("high", Number(ranges[at].High))));
        string values = string.Join(", ", features.Select((j, at) => At($"datum.{RowData.FieldOf(j)}", ranges[at])));
        var rows = Object(
            ("data", Object(("name", "rows"))),
            ("transform", List([RowData.ThinnedFilter(view, MostRows), Calculate("v", $"[{values}]"), .. Flattened(axes)])),
            ("mark", Object(("type", "line"), ("strokeWidth", 0.8), ("opacity", 0.45), ("clip", true), ("aria", false))), ("encoding", Encoding("i", "c")));
        var means = view.Drawn.Select(k => (JsonNode)Object(
            ("k", k), ("c", Palette.Of(k)), ("v", Numbers(features.Select((j, at) => Place(view.Mean(k, j), ranges[at]))))));
        var components = Object(
            ("data", Values(means)), ("transform", List(Flattened(axes))),
            ("mark", Object(("type", "line"), ("strokeWidth", 3), ("clip", true), ("aria", false), ("point", Object(("size", 40), ("filled", true))))), ("encoding", Encoding("k", "c")));
        return Chart(Height, ("layer", List([rows, components, .. Ends(view, features, ranges)])));
    }

    // an empty cell breaks the line
    private static string At(string value, PlotRange range) => $"{value} === null ? null : {(range.High > range.Low ? $"({value} - ({Literal(range.Low)})) / {Literal(range.High - range.Low)}" : "0.5")}";

    private static double Place(double value, PlotRange range) => range.High > range.Low ? (value - range.Low) / (range.High - range.Low) : 0.5;

    // names come from data, and stay there
    private static JsonNode[] Flattened(IEnumerable<JsonNode> axes)
    {
        JsonNode[] named = [.. axes];
        return
        [
            Calculate("j", $"sequence({Literal(named.Length)})"), Flatten("v", "j"),
            Object(("lookup", "j"), ("from", Object(("data", Values(named)), ("key", "j"), ("fields", List(["name"]))))),
        ];
    }

    private static JsonObject Encoding(string detail, string colour) => Object(
        ("x", Axis()), ("y", Height01()), ("detail", Field(detail)), ("color", Colour(colour)));

    private static JsonObject Axis() => Object(
        ("field", "name"), ("type", "nominal"), ("sort", null), ("title", null), ("scale", Object(("type", "point"), ("padding", 0.25))), ("axis", Object(("labelAngle", 0), ("labelOverlap", false), ("grid", true), ("labelLimit", 90))));

    private static JsonObject Height01() => Object(("field", "v"), ("type", "quantitative"), ("scale", Domain(-0.08, 1.08)), ("axis", null));

    private static IEnumerable<JsonNode?> Ends(ReportView view, int[] features, PlotRange[] ranges)
    {
        foreach (bool isHigh in (bool[])[false, true])
        {
            var texts = features.Select((j, at) => (JsonNode)Object(("name", view.Names[j]), ("v", isHigh ? 1 : 0), ("text", Number(isHigh ? ranges[at].High : ranges[at].Low))));
            yield return Object(
                ("data", Values(texts)),
                ("mark", Object(("type", "text"), ("fontSize", 10), ("dx", 4), ("align", "left"), ("dy", isHigh ? -9 : 10), ("aria", false))),
                ("encoding", Object(("x", Axis()), ("y", Height01()), ("text", Object(("field", "text"), ("type", "quantitative"), ("format", ".4~g"))))));
        }
    }
}
