using System.Text.Json.Nodes;
using Mixtura.IO;
using Mixtura.Mixtures;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>Known classes beside components, as a heat map.</summary>
internal static class ConfusionChart
{
    private const int RowHeight = 44;
    private const int LeastHeight = 80;
    private const int MostHeight = 900;
    private const int ManyComponents = 12;

    // of the largest count: on tiles deeper than this white reads better than black
    private const double Deep = 0.85;

    /// <param name="counts">Rows by class and component.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="drawn">The components that are drawn.</param>
    /// <param name="noise">The place of the noise behind the components; null for none.</param>
    public static JsonObject Of(ConfusionTable counts, RowLabels labels, IReadOnlyCollection<int> drawn, int? noise)
    {
        int[] components = noise is { } place ? [.. drawn, place] : [.. drawn];
        var cells =
            from known in Enumerable.Range(0, counts.Classes).Where(labels.IsClass).OrderBy(known => Enumerable.Range(0, counts.Components).MaxBy(k => counts[known, k])).ToArray()
            from k in components
            select (Class: known, Component: k, Rows: counts[known, k]);
        long largest = cells.Max(static cell => cell.Rows);
        var rows = cells.Select(cell => (JsonNode)Object(("l", labels.Names[cell.Class]), ("k", cell.Component == noise ? (JsonNode)"noise" : cell.Component), ("n", cell.Rows), ("dark", cell.Rows > Deep * largest)));
        JsonObject Encoding(string name, JsonNode channel) => Object(
            ("x", Apart(Places("k", "component"))), ("y", Apart(Places("l", labels.Column, "nominal"))), (name, channel),
            ("tooltip", List([Tip("l", labels.Column), Tip("k", "component"), Tip("n", "rows")])));
        // numbers between many small tiles would lie over each other
        bool isCrowded = components.Length > ManyComponents;
        var tiles = Encoding("opacity", Object(("field", "n"), ("type", "quantitative"), ("legend", null), ("scale", Object(("domain", Numbers([0, largest])), ("range", Numbers([0.03, 1]))))));
        var texts = Encoding("text", Field("n"));
        return Chart(
            Math.Clamp(RowHeight * Enumerable.Range(0, counts.Classes).Count(labels.IsClass), LeastHeight, MostHeight), ("data", Values(rows)),
            ("layer", List([Object(("mark", Object(("type", "rect"), ("color", Palette.Of(0)), ("aria", false))), ("encoding", tiles)), Text("datum.n > 0 && !datum.dark", null), Text("datum.n > 0 && datum.dark", Palette.On(0))])));

        // on pale tiles the page's own colour of text
        JsonObject Text(string condition, string? colour)
        {
            var mark = Object(("type", "text"), ("fontSize", isCrowded ? 9 : 13));
            if (colour is not null)
            {
                mark.Add("color", colour);
            }

            return Object(("transform", List([Filter(condition)])), ("mark", mark), ("encoding", texts.DeepClone()));
        }
    }

    private static JsonObject Apart(JsonObject places)
    {
        places.Add("scale", Object(("paddingInner", 0.03)));
        return places;
    }
}
