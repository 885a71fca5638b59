using System.Globalization;
using Mixtura.Report.Charts;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>Rows and components along directions through all features, and what the directions are made of.</summary>
internal static class ProjectionSection
{
    // the features that have most to do with a direction
    private const int MostFeatures = 20;

    public static void Write(HtmlText page, ReportView view)
    {
        if (view.Projections.Length == 0)
        {
            return;
        }

        page.Section("projections", "Projections", content =>
        {
            for (int i = 0; i < view.Projections.Length; i++)
            {
                var chart = ScatterChart.Of(view, view.Projections[i].Plane, ProjectedPlane.IsWhole(view.Model));
                if (i > 0)
                {
                    content.Data($"chart-projection-{Number(i)}", chart);
                    continue;
                }

                string kind = view.Projections.Length > 1
                    ? "All features at once, along the two directions on which the components stand apart most (Scrucca 2010) or, by choice, along the principal components of the correlations"
                    : "All features at once, along the principal components of the correlations";
                string filled = view.Survey.MissingCells > 0 ? " What is missing is put where the model expects it." : string.Empty;
                content.Figure(
                    "projection", chart, $"{kind}. Colours and ellipses are as above; the per cents are the share of the separation of the means, or of the variance.{filled}",
                    $"<div class=\"toolbar\">{PictureSections.PlaneChoice("projection", "Directions", [.. view.Projections.Select(static one => one.Title)])}{PictureSections.ShowChoice(view, "projection")}{PictureSections.ZoomButtons}</div>");
            }

            Features(content, view);
        });
    }

    private static void Features(HtmlText page, ReportView view)
    {
        int[] shown = [.. view.Numbers.OrderByDescending(j => view.Projections.Max(plane => Math.Max(Math.Abs(plane.Directions.Correlations[0, j]), Math.Abs(plane.Directions.Correlations[1, j])))).Take(MostFeatures).Order()];
        string which = view.Numbers.Length > shown.Length ? $"the {Number(shown.Length)} features that have most to do with them" : "the features";
        page.Table(
            $"Correlations of the directions with {which}: what an axis stands for",
            ["feature", .. view.Projections.SelectMany(static plane => new[] { plane.Plane.AcrossName, plane.Plane.UpName })],
            shown.Select(j => (IReadOnlyList<string>)
            [
                view.Names[j],
                .. view.Projections.SelectMany(plane => new[] { plane.Directions.Correlations[0, j], plane.Directions.Correlations[1, j] }).Select(static value => value.ToString("F3", CultureInfo.InvariantCulture)),
            ]));
    }
}
