using System.Globalization;
using Mixtura.Report.Charts;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>Doubtful rows and unlikely ones.</summary>
internal static class RowSections
{
    private const int MostColumns = 12;

    private static readonly double[] Shares = [0.5, 0.75, 0.9, 0.95, 0.99, 1];

    public static void Write(HtmlText page, ReportView view)
    {
        if (view.Model.Components > 1)
        {
            page.Section("doubt", "Uncertainty", content => content
                .Figure("uncertainty", UncertaintyChart.Of(view.Survey.Uncertainty), "How many rows are how uncertain, on a scale that shows few rows beside many: at 0 a row surely belongs to one component.")
                .Table("Quantiles of the uncertainty, rounded up to a thousandth of its range", ["share of the rows", "at most as uncertain as"], Shares.Select(share => (IReadOnlyList<string>)
                    [(100 * share).ToString("F0", CultureInfo.InvariantCulture) + " %", view.Survey.Uncertainty.Quantile(share).ToString("F4", CultureInfo.InvariantCulture)])));
        }

        page.Section("unlikely", "Least likely rows", content => LeastLikely(content, view));
    }

    private static void LeastLikely(HtmlText page, ReportView view)
    {
        int[] features = [.. Enumerable.Range(0, Math.Min(MostColumns, view.Model.Features))];
        string few = view.Model.Features > MostColumns ? $" The first {Number(MostColumns)} features are shown." : string.Empty;
        var labels = view.Input.Labels;
        page.Paragraph($"The rows that the mixture finds least likely: outliers, if there are any.{few}");
        page.Table(
            "Least likely first; rows are counted from 0",
            ["row", "log density", "component", .. labels is null ? [] : (string[])[labels.Column], .. features.Select(j => view.Names[j])],
            view.Survey.LeastLikely.Select(row => (IReadOnlyList<string>)
            [
                Number(row.Index), Shown(row.LogDensity), Number(row.Component), .. labels is null ? [] : (string[])[labels.Names[labels[(int)row.Index]]],
                .. features.Select(j => row.Values[j].ToString("G10", CultureInfo.InvariantCulture)),
            ]));
    }
}
