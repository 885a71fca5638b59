using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>Rows over two features in mixed colours, with contours of the density and the components' ellipses.</summary>
internal static class ScatterChart
{
    private const int Height = 460;

    public static JsonObject Of(ReportView view, FeaturePair pair)
    {
        var layers = new PlaneLayers(view, pair);
        JsonNode Components() => Values(layers.ComponentRows(view.Model));
        var rows = layers.Rows("c", RowData.SizeFor(view.Survey.Drawn.Count));
        rows.Add("params", List([Zoom("x", "y")]));
        rows["encoding"]!.AsObject().Add("tooltip", RowData.Tooltip(view));
        return Chart(Height, ("layer", List([rows, layers.Contours(view.Model.Marginal(pair.Across, pair.Up)), layers.Ellipses(Components(), 2), .. layers.Means(Components)])));
    }
}
