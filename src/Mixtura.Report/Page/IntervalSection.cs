using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>How well the parameters are known.</summary>
internal static class IntervalSection
{
    // more rows are no longer read
    private const int MostRows = 400;

    public static void Write(HtmlText page, ReportView view)
    {
        var intervals = view.Input.Intervals;
        if (intervals.Count == 0)
        {
            return;
        }

        page.Section("intervals", "Standard errors", content =>
        {
            string few = intervals.Count > MostRows ? $" The first {Number(MostRows)} of {Count(intervals.Count)} are shown." : string.Empty;
            content.Paragraph($"How far the parameters of fits to bootstrapped rows spread: their standard deviation, and the interval that holds the middle 95 % of them.{few}");
            content.Table(
                "Components are counted from 0", ["parameter", "component", "of", "estimate", "standard error", "2.5 %", "97.5 %"],
                intervals.Take(MostRows).Select(static one => (IReadOnlyList<string>)
                    [one.Parameter, Number(one.Component), one.Of ?? "–", Shown(one.Estimate), Shown(one.StandardError), Shown(one.Low), Shown(one.High)]));
        });
    }
}
