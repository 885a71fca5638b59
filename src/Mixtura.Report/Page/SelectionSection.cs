using Mixtura.Report.Charts;
using Mixtura.Selection;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>The candidates of a selection: criteria and bounds against K.</summary>
internal static class SelectionSection
{
    private const int MostListed = 5;

    public static void Write(HtmlText page, ReportInput input)
    {
        if (input.Candidates.Count == 0)
        {
            return;
        }

        var classical = input.Candidates.Where(static one => !one.IsVariational).ToList();
        var variational = input.Candidates.Where(static one => one.IsVariational).ToList();
        page.Section("selection", "The number of components", content =>
        {
            if (classical.Count > 0)
            {
                Classical(content, classical, input.Criterion, input.Model.Family);
            }

            RatioTests(content, input.RatioTests);
            if (variational.Count > 0)
            {
                var best = variational.First(static one => one.IsBest);
                Curve(
                    content, "variational", variational, "complete lower bound, nats", static one => one.LowerBound, isLessBetter: false,
                    $"The lower bound of the Bayesian treatment ({best.Structure}) against K: it charges for the model's complexity by itself, so it does not go on rising with K. Its maximum, in the ring, is at {Plural(best.Components, "component")}.");
            }
        });
    }

    private static void RatioTests(HtmlText page, IReadOnlyList<LikelihoodRatioTest> tests)
    {
        if (tests.Count == 0)
        {
            return;
        }

        var last = tests[^1];
        string end = last.PValue <= BootstrapLikelihoodRatio.Level
            ? $"More than {Plural(last.Components, "component")} at the level {Shown(BootstrapLikelihoodRatio.Level)}; more were not tried."
            : $"{Plural(last.Components, "component")}: one more is not called for at the level {Shown(BootstrapLikelihoodRatio.Level)}.";
        page.Table(
            $"Bootstrapped likelihood ratio, K against K + 1 components. {end}", ["K", "2 log ratio", "p", "replicates"],
            tests.Select(static test => (IReadOnlyList<string>)[Number(test.Components), Shown(test.Statistic), Shown(test.PValue), Count(test.Replicates.Count)]));
    }

    private static void Classical(HtmlText page, List<ReportCandidate> candidates, Criterion criterion, string family)
    {
        page.Paragraph(Choice(candidates, criterion, family));
        page.Markup("<div class=\"side-by-side\">");
        if (criterion == Criterion.CrossValidation)
        {
            Curve(page, "held-out", candidates, "held-out log density, nats", static one => one.Value, isLessBetter: false, "The log density of rows that were held out, over all folds, against K; larger is better.");
        }

        Curve(page, "bic", candidates, "BIC", static one => one.Bic, isLessBetter: true, "BIC against K, smaller is better.");
        Curve(page, "icl", candidates, "ICL", static one => one.Icl, isLessBetter: true, "ICL against K, smaller is better: BIC that also asks for clear assignments.");
        Curve(page, "aic", candidates, "AIC", static one => one.Aic, isLessBetter: true, "AIC against K, smaller is better: it is lenient, and for large data often asks for more.");
        Curve(page, "bound", candidates, "lower bound, nats", static one => one.LowerBound, isLessBetter: false, "The bound itself: it rises with K, so it alone cannot choose; an elbow may show.");
        page.Markup("</div>");
        bool isLess = criterion is Criterion.Bic or Criterion.Aic or Criterion.Icl;
        page.Table(
            $"The best by {NameOf(criterion)}", ["structure", "K", "BIC", "ICL", "AIC", "lower bound", .. criterion == Criterion.CrossValidation ? ["held-out log density"] : (string[])[]],
            candidates.Where(static one => double.IsFinite(one.Value)).OrderBy(static one => one.RanksBehind).ThenBy(one => isLess ? one.Value : -one.Value).Take(MostListed).Select(one => (IReadOnlyList<string>)
                [one.Structure, Number(one.Components), Total(one.Bic), Total(one.Icl), Total(one.Aic), Total(one.LowerBound), .. criterion == Criterion.CrossValidation ? [Total(one.Value)] : (string[])[]]));
    }

    private static void Curve(HtmlText page, string id, List<ReportCandidate> candidates, string title, Func<ReportCandidate, double> valueOf, bool isLessBetter, string sentence)
    {
        if (candidates.Exists(one => double.IsFinite(valueOf(one))))
        {
            page.Figure(id, SelectionChart.Of(candidates, title, valueOf, isLessBetter), sentence);
        }
    }

    private static string Choice(List<ReportCandidate> candidates, Criterion criterion, string family)
    {
        int structures = candidates.Select(static one => one.Structure).Distinct(StringComparer.Ordinal).Count();
        int without = candidates.Count(static one => !double.IsFinite(one.LowerBound));
        string lines = structures > 1 ? " Each line is a covariance structure, by mclust's name; choose one in a legend to single it out. Candidates far from the best may lie outside a picture." : string.Empty;
        string gaps = without > 0 ? $" {Count(without)} had no sound fit and are left out." : string.Empty;
        int behind = candidates.Count(static one => one.RanksBehind);
        gaps += behind > 0 ? $" {Count(behind)} had not converged, or had more parameters than there are rows, and rank behind the others." : string.Empty;
        return candidates.Find(static one => one.IsBest) is { } best
            ? $"Chosen by {NameOf(criterion)} out of {Plural(candidates.Count, "candidate")}, in the ring: {Plural(best.Components, "component")}{Shape(best.Structure, family)}.{gaps}{lines}"
            : $"None was chosen.{gaps}{lines}";
    }

    private static string Shape(string structure, string family) =>
        string.Equals(structure, family, StringComparison.Ordinal) ? string.Empty
        : string.Equals(family, "gaussian", StringComparison.Ordinal) ? $" with {structure} covariances"
        : $" with {structure} scale matrices";

    private static string NameOf(Criterion criterion) => criterion switch
    {
        Criterion.Aic => "AIC",
        Criterion.Icl => "ICL",
        Criterion.LowerBound => "the lower bound",
        Criterion.CrossValidation => "cross-validation",
        _ => "BIC",
    };
}
