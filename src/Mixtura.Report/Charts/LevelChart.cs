using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>The probabilities of a categorical feature's levels as bars: level by level the mixture's, then each component's.</summary>
internal static class LevelChart
{
    private const int BarHeight = 9;
    private const int Headroom = 60;

    // a level that hardly a row has is in the tables
    private const int MostLevels = 12;

    public static JsonObject Of(ReportView view, int feature)
    {
        var levels = view.Model.LevelsOf(feature);
        double[][] own = [.. view.Drawn.Select(k => view.Model.LevelProbabilities(k, feature))];
        double[] whole = [.. Enumerable.Range(0, levels.Count).Select(l => view.Drawn.Select((k, place) => view.Model.Weights.Span[k] * own[place][l]).Sum())];
        int[] shown = [.. Enumerable.Range(0, levels.Count).OrderByDescending(l => whole[l]).Take(MostLevels).Order()];
        var bars = shown.SelectMany(l => (IEnumerable<JsonNode?>)
        [
            Bar(levels[l], "mixture", -1, whole[l], Palette.Neutral),
            .. view.Drawn.Select((k, place) => Bar(levels[l], $"component {HtmlNumber(k)}", k, own[place][l], Palette.Of(k))),
        ]);
        var encoding = Object(
            ("y", Places("l", view.Names[feature], "nominal")), ("yOffset", Object(("field", "k"), ("type", "ordinal"))),
            ("x", Quantity("p", "probability", Object(("domain", Numbers([0, 1]))))), ("color", Colour("c")));
        encoding.Add("tooltip", List([Tip("l", view.Names[feature]), Tip("of", "in"), Tip("p", "probability", ".4f")]));
        int height = Headroom + (BarHeight * shown.Length * (view.Drawn.Length + 1));
        return Chart(height, ("data", Values(bars)), ("mark", Object(("type", "bar"), ("aria", false))), ("encoding", encoding));
    }

    private static JsonObject Bar(string level, string of, int component, double probability, string colour) =>
        Object(("l", level), ("of", of), ("k", component), ("p", Number(probability)), ("c", colour));

    private static string HtmlNumber(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
