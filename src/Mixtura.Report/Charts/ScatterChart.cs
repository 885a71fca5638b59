using System.Text.Json.Nodes;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>Rows over two features in mixed colours, with contours of the density and the components' ellipses.</summary>
internal static class ScatterChart
{
    private const int Height = 460;

    /// <param name="view">What is to be seen.</param>
    /// <param name="plane">What the picture looks along.</param>
    /// <param name="hasContours">Whether the density of the mixture is known on the plane.</param>
    public static JsonObject Of(ReportView view, Plane plane, bool hasContours = true)
    {
        var layers = new PlaneLayers(view, plane);
        JsonNode Components() => Values(layers.ComponentRows(view.Model));
        var rows = layers.ShownRows(RowData.SizeFor(view.Survey.Drawn.Count));
        rows.Add("params", List([Zoom("x", "y")]));
        rows["encoding"]!.AsObject().Add("tooltip", RowData.Tooltip(view));
        IEnumerable<JsonNode?> contours = hasContours ? [layers.Contours()] : [];
        return Chart(
            Height, ("params", List([Object(("name", "show"), ("value", RowShow.Responsibilities))])),
            ("layer", List([rows, .. contours, layers.Ellipses(Components(), 2), .. layers.Means(Components)])));
    }
}

/// <summary>What the rows of a scatter plot show: the values of its parameter <c>show</c>, which the page sets.</summary>
internal static class RowShow
{
    /// <summary>The components' colours, mixed by responsibility.</summary>
    public const string Responsibilities = "responsibilities";

    /// <summary>How doubtful each row is, by size and colour.</summary>
    public const string Uncertainty = "uncertainty";

    /// <summary>The known class, by colour.</summary>
    public const string Classes = "classes";
}
