using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>Every pair of the most telling features: rows above the diagonal, the components' ellipses with them below, histograms on it.</summary>
internal static class PairsChart
{
    /// <summary>The most rows in a cell.</summary>
    public const int MostRows = 400;

    private const double RowSize = 10;

    public static JsonObject Of(ReportView view)
    {
        int[] features = view.Telling;
        var cells =
            from up in features
            from across in features
            select (JsonNode?)(up == across ? HistogramChart.Cell(view, up, hasNumbersBelow: up == features[^1]) : Cell(view, features, new FeaturePair(across, up)));
        return Grid(features.Length, cells);
    }

    private static JsonObject Cell(ReportView view, int[] features, FeaturePair pair)
    {
        var layers = new PlaneLayers(view, pair) { IsCell = true, HasNumbersBelow = pair.Up == features[^1], HasNumbersBeside = pair.Across == features[0] };
        var rows = layers.Rows("c", RowSize, RowData.ThinnedFilter(view, MostRows));
        return pair.Up > pair.Across ? Layer([rows, layers.Ellipses(Values(layers.ComponentRows(view.Model)), 1.25)]) : Layer([rows]);
    }
}
