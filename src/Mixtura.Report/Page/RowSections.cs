using System.Globalization;
using Mixtura.Mixtures;
using Mixtura.Report.Charts;
using Mixtura.Report.Survey;
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
                .Figure("uncertainty", UncertaintyChart.Of(view.Survey), "How many rows are how uncertain, on a scale that shows few rows beside many: at 0 a row surely belongs to one component.")
                .Table("Quantiles of the uncertainty, rounded up to 0.001", ["share of the rows", "at most as uncertain as"], Shares.Select(share => (IReadOnlyList<string>)
                    [(100 * share).ToString("F0", CultureInfo.InvariantCulture) + " %", QuantileText(view.Survey, share)])));
        }

        page.Section("unlikely", "Least likely rows", content => LeastLikely(content, view));
    }

    private static string QuantileText(RowSurvey survey, double share)
    {
        // within its bin the largest value of all is known exactly
        double value = Math.Min(survey.Uncertainty.Quantile(share), survey.MostUncertain);
        return value < survey.Uncertainty.Width ? "below 0.001" : value.ToString("F3", CultureInfo.InvariantCulture);
    }

    private static void LeastLikely(HtmlText page, ReportView view)
    {
        int[] features = [.. Enumerable.Range(0, Math.Min(MostColumns, view.Model.Features))];
        string few = view.Model.Features > MostColumns ? $" The first {Number(MostColumns)} features are shown." : string.Empty;
        var labels = view.Input.Labels;
        var reasons = view.Model.IntegratesMissing ? new UnusualFeatures(view.Model) : null;
        double[] distances = [.. view.Survey.LeastLikely.Select(row => DistanceOf(view, row))];
        bool hasDistance = distances.Any(static distance => !double.IsNaN(distance));
        page.Paragraph($"The rows that the mixture finds least likely: outliers, if there are any.{(reasons is null ? string.Empty : " Beside each the feature that is farthest from what the others of the row let expect, in conditional standard deviations.")}{(hasDistance ? $" The distance is from the mean of the row's most probable component{(view.Model.Noise is null ? string.Empty : ", of noise from the nearest")}, in that component's standard deviations." : string.Empty)}{few}");
        page.Table(
            "Least likely first; rows are counted from 1",
            ["row", "log density", "component", .. hasDistance ? (string[])["distance"] : [], .. reasons is null ? [] : (string[])["what is unusual"], .. labels is null ? [] : (string[])[labels.Column], .. features.Select(j => view.Names[j])],
            view.Survey.LeastLikely.Select((row, place) => (IReadOnlyList<string>)
            [
                Number(row.Index + 1), Shown(row.LogDensity), row.Component < 0 ? "noise" : Number(row.Component), .. hasDistance ? (string[])[DistanceText(distances[place])] : [], .. reasons is null ? [] : (string[])[ReasonOf(view, reasons.In(row.Values))], .. labels is null ? [] : (string[])[labels.Names[labels[(int)row.Index]]],
                .. features.Select(j => view.Model.LevelsOf(j) is { Count: > 0 } levels && !double.IsNaN(row.Values[j]) ? levels[(int)row.Values[j]] : Measured(row.Values[j])),
            ]));
    }

    // from noise it is the distance of the component that comes next
    private static double DistanceOf(ReportView view, DrawnRow row) =>
        view.Model.DistanceOf(row.Values, row.Component >= 0 ? row.Component : view.Drawn.MinBy(k => view.Model.DistanceOf(row.Values, k)));

    private static string DistanceText(double distance) => double.IsNaN(distance) ? "–" : distance.ToString("G4", CultureInfo.InvariantCulture);

    private static string ReasonOf(ReportView view, UnusualFeature? reason) => reason is not { } found ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{view.Names[found.Feature]}: {found.Deviations:G3} off{(double.IsNaN(found.Expected) ? string.Empty : $" {found.Expected:G4}")}");
}
