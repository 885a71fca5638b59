using System.Text.Json.Nodes;
using Mixtura.IO;
using Mixtura.Selection;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>Known classes beside components, as a heat map.</summary>
internal static class ConfusionChart
{
    private const int RowHeight = 44;
    private const int LeastHeight = 80;
    private const int MostHeight = 900;

    /// <param name="counts">Rows by class and component.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="components">The components that are drawn.</param>
    public static JsonObject Of(ConfusionTable counts, RowLabels labels, IEnumerable<int> components)
    {
        var cells =
            from known in Enumerable.Range(0, counts.Classes)
            from k in components
            select (Class: known, Component: k, Rows: counts[known, k]);
        long largest = cells.Max(static cell => cell.Rows);
        var rows = cells.Select(cell => (JsonNode)Object(("l", labels.Names[cell.Class]), ("k", cell.Component), ("n", cell.Rows), ("dark", 2 * cell.Rows > largest)));
        JsonObject Encoding(string name, JsonNode channel) => Object(
            ("x", Places("k", "component")), ("y", Places("l", labels.Column, "nominal")), (name, channel),
            ("tooltip", List([Tip("l", labels.Column), Tip("k", "component"), Tip("n", "rows")])));
        var tiles = Encoding("opacity", Object(("field", "n"), ("type", "quantitative"), ("legend", null), ("scale", Object(("domain", Numbers([0, largest])), ("range", Numbers([0.03, 1]))))));
        var texts = Encoding("text", Field("n"));
        return Chart(
            Math.Clamp(RowHeight * counts.Classes, LeastHeight, MostHeight), ("data", Values(rows)),
            ("layer", List([Object(("mark", Object(("type", "rect"), ("color", Palette.Of(0)), ("aria", false))), ("encoding", tiles)), Text("!datum.dark", null), Text("datum.dark", Palette.On(0))])));

        // on pale tiles the page's own colour of text
        JsonObject Text(string condition, string? colour)
        {
            var mark = Object(("type", "text"), ("fontSize", 13));
            if (colour is not null)
            {
                mark.Add("color", colour);
            }

            return Object(("transform", List([Filter(condition)])), ("mark", mark), ("encoding", texts.DeepClone()));
        }
    }
}
