using System.Globalization;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>The parameters, as a table.</summary>
internal static class ComponentSection
{
    private const int MostColumns = 6;

    // more tables are no longer read
    private const int MostFeatures = 120;

    public static void Write(HtmlText page, ReportView view)
    {
        page.Section("components", "Components", content =>
        {
            int left = view.Model.Components - view.Drawn.Length;
            string empty = left > 0 ? $" {Plural(left, "component")} that hold next to no data are as the prior has them, and left out." : string.Empty;
            content.Paragraph($"Components are counted from 0. Effective rows are the sum of the responsibilities; beside them the rows for which the component is the most probable.{empty}");
            if (view.Model.Features > MostFeatures)
            {
                content.Paragraph($"Shown are the {Number(view.Telling.Length)} of {Number(view.Model.Features)} features in which the components differ most; all are in the model file.");
                Table(content, view, view.Telling);
                return;
            }

            for (int from = 0; from < view.Model.Features; from += MostColumns)
            {
                Table(content, view, [.. Enumerable.Range(from, Math.Min(MostColumns, view.Model.Features - from))]);
            }
        });
    }

    private static void Table(HtmlText page, ReportView view, int[] features) => page.Table(
        features[0] == 0 || view.Model.Features > MostFeatures ? "Weight, effective rows, then mean ± standard deviation of each feature" : "The same, further features",
        ["component", "weight", "effective rows", "most probable for", .. features.Select(j => view.Names[j])],
        view.Drawn.Select(k => (IReadOnlyList<string>)
        [
            Number(k), view.Model.Weights.Span[k].ToString("F4", CultureInfo.InvariantCulture), view.Survey.EffectiveRows[k].ToString("N1", CultureInfo.InvariantCulture), Count(view.Survey.Assigned[k]),
            .. features.Select(j => MeanAndDeviation.Text(view.Mean(k, j), view.Deviation(k, j))),
        ]));
}
