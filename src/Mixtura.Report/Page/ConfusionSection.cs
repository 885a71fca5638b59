using Mixtura.Report.Charts;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>Known classes beside components.</summary>
internal static class ConfusionSection
{
    private const int MostClasses = 50;

    public static void Write(HtmlText page, ReportView view)
    {
        if (view.Survey.Confusion is not { } counts || view.Input.Labels is not { } labels)
        {
            return;
        }

        string few = view.Survey.Unlabelled > 0 ? $" {Plural(view.Survey.Unlabelled, "row")} without a class left out." : string.Empty;
        string agreement = $"Matching each class with a component of its own, {Percent(counts.MatchedShare())} of the rows agree; adjusted Rand index {counts.AdjustedRandIndex().ToString("F3", System.Globalization.CultureInfo.InvariantCulture)}.{few}";
        page.Section("classes", "Known classes and components", content =>
        {
            if (counts.Classes > MostClasses)
            {
                content.Paragraph($"'{labels.Column}' has {Count(counts.Classes)} classes, too many for a picture. {agreement}");
                return;
            }

            content.Figure("confusion", ConfusionChart.Of(counts, labels, view.Drawn, view.Model.Noise is null ? null : view.Model.Components), $"How many rows of each '{labels.Column}' have which most probable component; the classes were kept out of the fit. {agreement}");
        });
    }
}
