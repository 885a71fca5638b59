using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>A value of every candidate against K, a line a structure; the chosen one in a ring.</summary>
internal static class SelectionChart
{
    private const int Height = 320;
    private const double Faded = 0.12;

    // of the palette, those that can be told apart by anybody
    private const int Colours = 7;

    public static JsonObject Of(IEnumerable<ReportCandidate> candidates, string title, Func<ReportCandidate, double> valueOf)
    {
        var drawn = candidates.Where(one => double.IsFinite(valueOf(one))).ToList();
        string[] structures = [.. drawn.Select(static one => one.Structure).Distinct(StringComparer.Ordinal)];
        var rows = drawn.Select(one => (JsonNode)Object(("k", one.Components), ("v", Number(valueOf(one))), ("s", one.Structure), ("best", one.IsBest)));
        JsonObject Place(string what) => Object(
            ("x", Places("k", "components K")), ("y", Quantity("v", title)), ("tooltip", List([Tip("s", what), Tip("k", "K"), Tip("v", title)])));
        var lines = Place("structure");
        JsonObject Structure(Func<int, JsonNode?> look) => Object(
            ("field", "s"), ("type", "nominal"), ("title", "structure"), ("sort", null), ("legend", structures.Length > 1 ? Legend() : null),
            ("scale", Object(("domain", List(structures.Select(static s => (JsonNode?)s))), ("range", List(structures.Select((_, i) => look(i)))))));
        lines.Add("color", Structure(static i => Palette.Of(i % Colours)));
        var layer = Object(("mark", Object(("type", "line"), ("point", true), ("aria", false))), ("encoding", lines));
        if (structures.Length > 1)
        {
            // a second round of colours is dashed; a click in the legend singles a structure out
            lines.Add("strokeDash", Structure(static i => Numbers(i < Colours ? [1, 0] : [5, 3])));
            lines.Add("opacity", Object(("condition", Object(("param", "structure"), ("value", 1))), ("value", Faded)));
            layer.Add("params", List([Object(("name", "structure"), ("select", Object(("type", "point"), ("fields", List(["s"])))), ("bind", "legend"))]));
        }

        return Chart(
            Height, ("data", Values(rows)),
            ("layer", List(
            [
                layer,
                Object(
                    ("transform", List([Filter("datum.best")])),
                    ("mark", Object(("type", "point"), ("size", 260), ("strokeWidth", 2.5), ("color", Palette.Of(4)), ("opacity", 1), ("aria", false))), ("encoding", Place("chosen"))),
            ])));
    }

    private static JsonObject Legend() => Object(("orient", "bottom"), ("columns", 5), ("symbolType", "stroke"), ("symbolSize", 300), ("symbolStrokeWidth", 2.5));
}
