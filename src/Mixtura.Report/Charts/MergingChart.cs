using System.Text.Json.Nodes;
using Mixtura.Selection;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>The entropy of the assignment against the number of clusters, as components are merged; the number where the line bends in a ring.</summary>
internal static class MergingChart
{
    private const int Height = 280;
    private const int Padding = 14;

    public static JsonObject Of(ComponentMerging merging)
    {
        var rows = merging.Entropies.Select((entropy, at) => (JsonNode)Object(("k", at + 1), ("v", Number(entropy)), ("best", at + 1 == merging.SuggestedClusters)));
        JsonObject Place() => Object(
            ("x", Places("k", "clusters")), ("y", Quantity("v", "entropy, nats", Object(("zero", false), ("padding", Padding)))), ("tooltip", List([Tip("k", "clusters"), Tip("v", "entropy, nats", ",.3f")])));
        return Chart(
            Height, ("data", Values(rows)),
            ("layer", List(
            [
                Object(("mark", Object(("type", "line"), ("point", Object(("color", Palette.Of(0)))), ("color", Palette.Of(0)), ("aria", false))), ("encoding", Place())),
                Object(
                    ("transform", List([Filter("datum.best")])),
                    ("mark", Object(("type", "point"), ("size", 260), ("strokeWidth", 2), ("opacity", 1), ("aria", false))), ("encoding", Place())),
            ])));
    }
}
