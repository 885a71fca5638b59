using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>How the rows spread over one feature, beside the density of the mixture and of its components.</summary>
internal static class HistogramChart
{
    private const int Height = 440;

    /// <summary>With axes and the rows.</summary>
    public static JsonObject Of(ReportView view, int feature)
    {
        var layers = new LineLayers(view, feature);
        var bars = layers.Bars();
        bars.Add("params", List([Zoom("x")]));
        return Chart(Height, ("layer", List([bars, layers.Rows("c"), .. Curves(view, layers)])));
    }

    /// <summary>A cell of the pairs plot.</summary>
    public static JsonObject Cell(ReportView view, int feature, bool hasNumbersBelow)
    {
        var layers = new LineLayers(view, feature) { IsCell = true, HasNumbersBelow = hasNumbersBelow };
        var name = Object(
            ("data", Values([Object()])),
            ("mark", Object(("type", "text"), ("text", view.Names[feature]), ("x", 4), ("y", 4), ("align", "left"), ("baseline", "top"), ("fontWeight", "bold"))));
        return Layer([layers.Bars(), .. Curves(view, layers), name]);
    }

    private static IEnumerable<JsonNode?> Curves(ReportView view, LineLayers layers) =>
        [layers.Mixture(Values(layers.ComponentRows(view.Model))), layers.Components(Values(layers.ComponentRows(view.Model)))];
}
