using System.Text.Json.Nodes;
using Mixtura.Report.Survey;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>How many rows have how much uncertainty.</summary>
internal static class UncertaintyChart
{
    private const int Height = 240;
    private const int Bars = 50;
    private const int LeastBars = 10;

    public static JsonObject Of(RowSurvey survey)
    {
        var histogram = survey.Uncertainty;
        int step = histogram.Bins / Bars;
        double Weight(int bar) => Enumerable.Range(bar * step, step).Sum(histogram.Weight);
        int shown = Math.Max(LeastBars, Enumerable.Range(0, Bars).Last(bar => Weight(bar) > 0) + 1);
        var bars = Enumerable.Range(0, shown).Select(bar => (JsonNode)Object(("x", Number(Math.Round(histogram.Left(bar * step), 2))), ("x2", Number(Math.Round(histogram.Left((bar + 1) * step), 2))), ("y", Number(Weight(bar)))));
        var powers = Enumerable.Range(0, 16).Select(static power => Math.Pow(10, power)).TakeWhile(power => power <= 2 * histogram.Total).Prepend(0);
        string counted = survey.IsWeighted ? "weight" : "rows";
        return Chart(
            Height, ("data", Values(bars)), ("mark", Object(("type", "bar"), ("color", Palette.Of(0)), ("aria", false))),
            ("encoding", Object(
                ("x", Object(("field", "x"), ("type", "quantitative"), ("title", "uncertainty, 1 − largest responsibility"), ("scale", Domain(0, histogram.Left(shown * step))), ("axis", Object(("labelFlush", false))))), ("x2", Field("x2")),
                ("y", Object(("field", "y"), ("type", "quantitative"), ("title", counted), ("scale", Object(("type", "symlog"), ("domainMin", 0))), ("axis", Object(("values", Numbers(powers)), ("labelExpr", "format(datum.value, '~s')"))))), ("y2", Object(("datum", 0))),
                ("tooltip", List([Tip("x", "from"), Tip("x2", "to"), Tip("y", counted)])))));
    }
}
