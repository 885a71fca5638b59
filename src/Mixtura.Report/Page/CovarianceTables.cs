using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>The covariances and correlations within each component, to be opened.</summary>
internal static class CovarianceTables
{
    // a wider table is no longer read
    private const int MostFeatures = 10;

    public static void Write(HtmlText page, ReportView view)
    {
        int[] features = view.Numbers.Length > MostFeatures ? view.Telling : view.Numbers;
        var matrices = view.Drawn.Select(k => (Component: k, Cells: Cells(view, k, features))).ToArray();
        if (features.Length < 2 || !view.Drawn.Any(k => features.Any(i => features.Any(j => i < j && view.Model.CorrelationOf(k, i, j) != 0))))
        {
            return;
        }

        string which = view.Numbers.Length > features.Length ? $" Shown are the {Number(features.Length)} of {Number(view.Numbers.Length)} features in which the components differ most." : string.Empty;
        page.Markup("<details><summary>Covariances and correlations</summary>");
        page.Paragraph($"Covariances stand on the diagonal and below it, correlations above.{which}");
        bool isShared = matrices.Length > 1 && matrices.All(one => one.Cells.SelectMany(static row => row).SequenceEqual(matrices[0].Cells.SelectMany(static row => row), StringComparer.Ordinal));
        foreach (var (component, cells) in isShared ? matrices.Take(1) : matrices)
        {
            page.Table(isShared ? "All components" : $"Component {Number(component)}", ["", .. features.Select(j => view.Names[j])], cells.Select((row, i) => (IReadOnlyList<string>)[view.Names[features[i]], .. row]));
        }

        page.Markup("</details>");
    }

    private static string[][] Cells(ReportView view, int component, int[] features) =>
    [
        .. features.Select((i, row) => features.Select((j, column) =>
        {
            double correlation = i == j ? 1 : view.Model.CorrelationOf(component, i, j);
            return column > row
                ? correlation.ToString("F3", System.Globalization.CultureInfo.InvariantCulture)
                : Shown(correlation * view.Deviation(component, i) * view.Deviation(component, j));
        }).ToArray()),
    ];
}
