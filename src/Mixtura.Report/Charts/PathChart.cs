using System.Globalization;
using System.Text.Json.Nodes;
using Mixtura.Data;
using Mixtura.Mixtures;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>The iterations of EM over the rows: the parameter <c>step</c> of the chart says which one is seen, and the page's slider sets it.</summary>
internal sealed class PathChart
{
    /// <summary>The most rows that are drawn.</summary>
    public const int MostRows = 800;

    private const int MostSteps = 100;
    private const int Height = 440;

    private readonly ReportView view;
    private readonly IReadOnlyList<Mixture> path;

    /// <param name="view">What is seen.</param>
    /// <param name="path">The mixture of every iteration; not empty.</param>
    public PathChart(ReportView view, IReadOnlyList<Mixture> path)
    {
        this.view = view;
        this.path = path;
        int last = path.Count - 1;
        int shown = Math.Min(last, MostSteps - 1);
        Iterations = shown == 0 ? [0] : [.. Enumerable.Range(0, shown + 1).Select(i => (int)((long)i * last / shown))];
    }

    /// <summary>The iterations that are shown: all, or evenly spaced ones with the first and the last.</summary>
    public int[] Iterations { get; }

    public JsonObject Specification()
    {
        var chart = view.Pairs.Length > 0 ? Plane(new PlaneLayers(view, view.Pairs[0])) : Line(new LineLayers(view, view.Telling.FirstOrDefault()));
        chart.Add("params", List([Object(("name", "step"), ("value", Iterations.Length - 1)), Object(("name", "colours"), ("value", Colours()))]));
        return chart;
    }

    private JsonObject Plane(PlaneLayers layers) => Chart(
        Height, ("datasets", StepData(layers.ComponentRows)),
        ("layer", List([layers.Rows("now", RowData.SizeFor(view.Survey.Drawn.Count / RowData.Step(view, MostRows)), RowData.ThinnedFilter(view, MostRows), Now()), layers.Ellipses(AllSteps(), 2, AtStep()), .. layers.Means(AllSteps, AtStep)])));

    private JsonObject Line(LineLayers layers) => Chart(
        Height, ("datasets", StepData(layers.ComponentRows)),
        ("layer", List([layers.Bars(), layers.Rows("now", RowData.ThinnedFilter(view, MostRows), Now()), layers.Mixture(AllSteps(), AtStep()), layers.Components(AllSteps(), AtStep())])));

    private JsonObject StepData(Func<Mixture, int?, IEnumerable<JsonNode?>> rowsOf) =>
        Object(("steps", List(Iterations.SelectMany((iteration, t) => rowsOf(path[iteration], t)))));

    private static JsonNode AllSteps() => Object(("name", "steps"));

    private static JsonObject AtStep() => Filter("datum.t == step");

    // three hexadecimal digits a row
    private JsonObject Now()
    {
        string place = $"3 * datum.i / {RowData.Step(view, MostRows).ToString(CultureInfo.InvariantCulture)}";
        return Calculate("now", $"'#' + substring(colours[step], {place}, {place} + 3)");
    }

    private JsonArray Colours()
    {
        var rows = RowMatrix.Copy([.. RowData.Thinned(view, MostRows).Select(static row => row.Values)]);
        return List(Iterations.Select(iteration =>
        {
            var responsibilities = path[iteration].Responsibilities(rows, MissingCells.IntegrateOut);
            return (JsonNode?)string.Concat(Enumerable.Range(0, rows.Rows).Select(i => Palette.MixedShort(responsibilities.Row(i))));
        }));
    }
}
