using System.Text.Json.Nodes;
using Mixtura.Report.Survey;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>How many rows have how much uncertainty.</summary>
internal static class UncertaintyChart
{
    private const int Height = 240;
    private const int Bars = 25;

    public static JsonObject Of(WeightedHistogram histogram)
    {
        int step = histogram.Bins / Bars;
        var bars = Enumerable.Range(0, Bars).Select(bar => (JsonNode)Object(
            ("x", Number(histogram.Left(bar * step))), ("x2", Number(histogram.Left((bar + 1) * step))),
            ("y", Number(Enumerable.Range(bar * step, step).Sum(histogram.Weight)))));
        return Chart(
            Height, ("data", Values(bars)), ("mark", Object(("type", "bar"), ("color", Palette.Of(0)), ("aria", false))),
            ("encoding", Object(
                ("x", Quantity("x", "uncertainty, 1 − largest responsibility", Object(("zero", true), ("nice", false)))), ("x2", Field("x2")),
                ("y", Quantity("y", "rows", Object(("type", "symlog"), ("domainMin", 0)))), ("y2", Object(("datum", 0))),
                ("tooltip", List([Tip("x", "from"), Tip("x2", "to"), Tip("y", "rows")])))));
    }
}
