using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>A value of every candidate against K, a line a structure; the chosen one in a ring.</summary>
internal static class SelectionChart
{
    private const int Height = 320;
    private const double Faded = 0.12;

    // pixels: room for the ring
    private const int Padding = 14;

    // of the palette, those with which thin lines can be told apart by anybody; then the next dashes
    private const int Colours = 6;
    private static readonly double[][] Dashes = [[1, 0], [6, 3], [2, 2]];

    // where most candidates lie within less than a part of the whole range, the rest is cut off
    private const double CutBeyond = 3;

    /// <param name="candidates">The candidates; those without a value are left out.</param>
    /// <param name="title">What the value is.</param>
    /// <param name="valueOf">The value.</param>
    /// <param name="isLessBetter">Whether it is smaller for better ones.</param>
    public static JsonObject Of(IEnumerable<ReportCandidate> candidates, string title, Func<ReportCandidate, double> valueOf, bool isLessBetter)
    {
        var drawn = candidates.Where(one => double.IsFinite(valueOf(one))).OrderBy(static one => one.Components).ToList();
        string[] structures = [.. drawn.Select(static one => one.Structure).Distinct(StringComparer.Ordinal)];
        var rows = drawn.Select(one => (JsonNode)Object(("k", one.Components), ("v", Number(valueOf(one))), ("s", one.Structure), ("best", one.IsBest)));
        var scale = structures.Length > 1 ? Scale([.. drawn.Select(valueOf).Order()], isLessBetter) : Object(("zero", false), ("padding", Padding));
        JsonObject Place(string what) => Object(
            ("x", Places("k", "components K")), ("y", Quantity("v", title, scale.DeepClone())), ("tooltip", List([Tip("s", what), Tip("k", "K"), Tip("v", title, ",.3f")])));
        var lines = Place("structure");
        JsonObject Structure(Func<int, JsonNode?> look) => Object(
            ("field", "s"), ("type", "nominal"), ("title", "structure"), ("sort", null), ("legend", structures.Length > 1 ? Legend() : null),
            ("scale", Object(("domain", List(structures.Select(static s => (JsonNode?)s))), ("range", List(structures.Select((_, i) => look(i)))))));
        lines.Add("color", Structure(static i => Palette.Of(i % Colours)));
        var layer = Object(("mark", Object(("type", "line"), ("point", true), ("clip", true), ("aria", false))), ("encoding", lines));
        if (structures.Length > 1)
        {
            // a click in the legend singles a structure out
            lines.Add("strokeDash", Structure(static i => Numbers(Dashes[i / Colours % Dashes.Length])));
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
                    ("mark", Object(("type", "point"), ("size", 260), ("strokeWidth", 2), ("opacity", 1), ("aria", false))), ("encoding", Place("chosen"))),
            ])));
    }

    private static JsonObject Scale(double[] rising, bool isLessBetter)
    {
        double best = isLessBetter ? rising[0] : rising[^1];
        double worst = isLessBetter ? rising[^1] : rising[0];
        double median = rising[rising.Length / 2];
        double cut = best + (CutBeyond * (median - best));
        bool isCut = median != best && Math.Abs(worst - best) > Math.Abs(cut - best);
        return (isCut, isLessBetter) switch
        {
            (false, _) => Object(("zero", false), ("padding", Padding)),
            (_, true) => Object(("zero", false), ("padding", Padding), ("domainMax", Number(cut))),
            (_, false) => Object(("zero", false), ("padding", Padding), ("domainMin", Number(cut))),
        };
    }

    private static JsonObject Legend() => Object(("orient", "bottom"), ("symbolType", "stroke"), ("symbolSize", 300), ("symbolStrokeWidth", 2.5));
}
