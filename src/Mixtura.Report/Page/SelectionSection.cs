using Mixtura.Report.Charts;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>The candidates of a selection: criteria and bounds against K.</summary>
internal static class SelectionSection
{
    public static void Write(HtmlText page, IReadOnlyList<ReportCandidate> candidates)
    {
        if (candidates.Count > 0)
        {
            page.Section("selection", "The number of components", content => Curves(content, candidates));
        }
    }

    private static void Curves(HtmlText page, IReadOnlyList<ReportCandidate> candidates)
    {
        var classical = candidates.Where(static one => !one.IsVariational).ToList();
        var variational = candidates.Where(static one => one.IsVariational).ToList();
        if (classical.Count > 0)
        {
            page.Paragraph(Choice(classical));
            page.Markup("<div class=\"side-by-side\">");
            Curve("bic", classical, "BIC", static one => one.Bic, "BIC against K, smaller is better.");
            Curve("icl", classical, "ICL", static one => one.Icl, "ICL against K, smaller is better: BIC that also asks for clear assignments.");
            Curve("aic", classical, "AIC", static one => one.Aic, "AIC against K, smaller is better: it is lenient, and for large data often asks for more.");
            Curve("bound", classical, "lower bound, nats", static one => one.LowerBound, "The bound itself: it rises with K, so it alone cannot choose; an elbow may show.");
            page.Markup("</div>");
        }

        if (variational.Count > 0)
        {
            var best = variational.First(static one => one.IsBest);
            Curve(
                "variational", variational, "complete lower bound, nats", static one => one.LowerBound,
                $"The lower bound of the Bayesian treatment ({best.Structure}) against K: it weighs the model's complexity by itself and falls again where more components are not called for. Its maximum, in the ring, is at {Plural(best.Components, "component")}.");
        }

        void Curve(string id, List<ReportCandidate> of, string title, Func<ReportCandidate, double> valueOf, string sentence) =>
            page.Figure(id, SelectionChart.Of(of, title, valueOf), sentence);
    }

    private static string Choice(List<ReportCandidate> candidates)
    {
        int structures = candidates.Select(static one => one.Structure).Distinct(StringComparer.Ordinal).Count();
        int without = candidates.Count(static one => !double.IsFinite(one.LowerBound));
        string lines = structures > 1 ? " Each line is a covariance structure, by mclust's name; choose one in the legend to single it out." : string.Empty;
        string gaps = without > 0 ? $" {Count(without)} of {Plural(candidates.Count, "candidate")} had no sound fit and are left out." : string.Empty;
        return candidates.Find(static one => one.IsBest) is { } best
            ? $"Chosen, in the ring: {Plural(best.Components, "component")} with {best.Structure} covariances.{lines}{gaps}"
            : $"None was chosen.{lines}{gaps}";
    }
}
