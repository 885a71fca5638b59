using Mixtura.Mixtures;
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

        var classification = view.Model.Classes is null ? null : view.Input.Fit?.Classification;
        string few = view.Survey.Unlabelled > 0 ? $" {Plural(view.Survey.Unlabelled, "row")} without a class left out." : string.Empty;
        string agreement = $"Matching each class with a component of its own, {Percent(counts.MatchedShare())} of the rows agree; adjusted Rand index {counts.AdjustedRandIndex().ToString("F3", System.Globalization.CultureInfo.InvariantCulture)}.{few}";
        page.Section("classes", "Known classes and components", content =>
        {
            if (counts.Classes > MostClasses)
            {
                content.Paragraph($"'{labels.Column}' has {Count(counts.Classes)} classes, too many for a picture. {agreement}");
                return;
            }

            content.Figure("confusion", ConfusionChart.Of(counts, labels, view.Drawn, view.Model.Noise is null ? null : view.Model.Components), $"How many rows of each '{labels.Column}' have which most probable component; the classes {(classification is null ? "were kept out of" : "were held fast in")} the fit. {agreement}");
            if (classification is not null)
            {
                Write(content, classification, labels.Column);
            }
        });
    }

    private static void Write(HtmlText page, Classification classification, string column)
    {
        var names = classification.Classes;
        bool hasNone = Enumerable.Range(0, names.Count).Any(known => classification.Table[known, names.Count] > 0);
        int columns = names.Count + (hasNone ? 1 : 0);
        string unseen = classification.CrossValidated is { } folds ? $" By fits that had not seen the row, in {Count(folds.Folds ?? 0)} folds: {Figures(folds)}." : string.Empty;
        page.Paragraph($"Predicted classes, each the sum of its components: {Figures(classification)}.{unseen}");
        page.Table(
            $"Rows by '{column}' and predicted class",
            [column, .. names, .. hasNone ? ["none of them"] : (string[])[]],
            Enumerable.Range(0, names.Count).Select(known => (IReadOnlyList<string>)[names[known], .. Enumerable.Range(0, columns).Select(predicted => Count(classification.Table[known, predicted]))]));
    }

    private static string Figures(Classification one) =>
        $"{Count(one.Errors)} of {Plural(one.Rows, "row")} wrong ({Percent(one.ErrorRate)}), Brier score {one.BrierScore.ToString("F4", System.Globalization.CultureInfo.InvariantCulture)}";
}
