using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>Every pair of the most telling features: rows above the diagonal, the components' ellipses with them below, histograms on it.</summary>
internal static class PairsChart
{
    private const int MostRows = 400;
    private const double RowSize = 10;

    public static JsonObject Of(ReportView view)
    {
        int[] features = view.Telling;
        var cells =
            from up in features
            from across in features
            select (JsonNode?)(up == across ? HistogramChart.Cell(view, up) : Cell(view, new FeaturePair(across, up), hasEllipses: up > across));
        return Grid(features.Length, cells);
    }

    private static JsonObject Cell(ReportView view, FeaturePair pair, bool hasEllipses)
    {
        var layers = new PlaneLayers(view, pair) { IsBare = true };
        var rows = layers.Rows("c", RowSize, RowData.ThinnedFilter(view, MostRows));
        return hasEllipses ? Layer([rows, layers.Ellipses(Values(layers.ComponentRows(view.Model)), 1.25)]) : Layer([rows]);
    }
}
