using System.Globalization;
using System.Text.Json.Nodes;
using Mixtura.Report.Survey;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>The rows that are drawn, once for all charts: the page's script makes the data set «rows» of them.</summary>
internal static class RowData
{
    private const int ManyRows = 600;

    /// <summary>The field of a feature's values: its name could be anything.</summary>
    public static string FieldOf(int feature) => "f" + feature.ToString(CultureInfo.InvariantCulture);

    /// <summary>Column by column.</summary>
    public static JsonObject Of(ReportView view)
    {
        var rows = view.Survey.Drawn;
        var data = Object(
            ("row", List(rows.Select(static row => (JsonNode?)(row.Index + 1)))),
            ("c", List(rows.Select(static row => (JsonNode?)Palette.Mixed(row.Responsibilities)))),
            ("k", List(rows.Select(static row => (JsonNode?)row.Component))),
            ("p", Numbers(rows.Select(static row => Math.Round(row.Responsibilities.Max(), 4)))),
            ("l", Numbers(rows.Select(static row => Math.Round(row.LogDensity, 3)))),
            ("u", Numbers(rows.Select(row => Math.Round(UncertaintyOf(view, row), 4)))));
        foreach (int feature in Features(view).Union(view.Parallel))
        {
            data.Add(FieldOf(feature), Numbers(rows.Select(row => row.Values[feature])));
        }

        if (view.Survey.IsWeighted)
        {
            data.Add("w", Numbers(rows.Select(static row => row.Weight)));
        }

        if (view.Input.Labels is { } labels)
        {
            data.Add("class", List(rows.Select(row => (JsonNode?)labels.Names[labels[(int)row.Index]])));
        }

        if (view.Classes is { } classes)
        {
            data.Add("g", List(rows.Select(row => (JsonNode?)classes.ColourOf((int)row.Index))));
            data.Add("shape", List(rows.Select(row => (JsonNode?)classes.ShapeOf((int)row.Index))));
        }

        foreach (var projection in view.Projections)
        {
            data.Add(projection.FieldOf(0), Numbers(projection.Rows.Select(row => projection.Plane.Across.Rounded(row[0]))));
            data.Add(projection.FieldOf(1), Numbers(projection.Rows.Select(row => projection.Plane.Up.Rounded(row[1]))));
        }

        return data;
    }

    /// <summary>1 − the probability of the most probable component.</summary>
    public static double UncertaintyOf(ReportView view, DrawnRow row) => Math.Max(0, 1 - view.Model.ProbabilityOf(row.Responsibilities, row.Component));

    /// <summary>What is told of a row that is pointed at.</summary>
    public static JsonArray Tooltip(ReportView view) => List(
    [
        Tip("row", "row, from 1"),
        .. Features(view).Select(feature => Tip(FieldOf(feature), view.Names[feature])),
        Tip("k", "component"), Tip("p", "its probability"), Tip("l", "log density"),
        .. view.Survey.IsWeighted ? [Tip("w", "weight")] : (JsonNode[])[],
        .. view.Input.Labels is { } labels ? [Tip("class", labels.Column)] : (JsonNode[])[],
    ]);

    /// <summary>The size of the points: smaller where there are many, so that lines show between them.</summary>
    public static double SizeFor(int rows) => rows > ManyRows ? 18 : 36;

    /// <summary>Every n-th of the rows, so that there are at most so many.</summary>
    public static IEnumerable<DrawnRow> Thinned(ReportView view, int most) => view.Survey.Drawn.Where((_, i) => i % Step(view, most) == 0);

    /// <summary>The same as a condition on a row's number <c>i</c>.</summary>
    public static JsonObject ThinnedFilter(ReportView view, int most) => Filter($"datum.i % {Step(view, most).ToString(CultureInfo.InvariantCulture)} == 0");

    /// <summary>n.</summary>
    public static int Step(ReportView view, int most) => Math.Max(1, (view.Survey.Drawn.Count + most - 1) / most);

    private static IEnumerable<int> Features(ReportView view) => view.Telling.Concat(view.Pairs.Take(1).SelectMany(static pair => new[] { pair.Across, pair.Up })).Distinct();
}
