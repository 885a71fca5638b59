using Mixtura.Report.Charts;
using Mixtura.Selection;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>From components to clusters: what was merged, step by step.</summary>
internal static class MergingSection
{
    public static void Write(HtmlText page, ReportView view)
    {
        if (view.Fit?.Merging is not { Components: > 1 } merging)
        {
            return;
        }

        page.Section("clusters", "From components to clusters", content =>
        {
            content.Paragraph("A cluster that is not of a component's shape takes several components. Components that share rows are merged pair by pair, that pair first whose union makes the assignment of the rows most certain (Baudry and others 2010).");
            content.Figure(
                "merging", MergingChart.Of(merging), $"The entropy of the assignment against the number of clusters: it falls much while clusters that overlap are merged, and little after. {(merging.HasBend ? $"It bends at {Plural(merging.SuggestedClusters, "cluster")}, in the ring" : merging.Components > 2 ? "There is no bend: the components share next to no rows" : "There is no bend of fewer than three components")}.");
            content.Table(
                "Step by step; components are counted from 0", ["clusters", "entropy, nats", "merged last", "components of each cluster"],
                Enumerable.Range(0, merging.Components).Select(step => Row(merging, merging.Components - step)));
        });
    }

    private static string[] Row(ComponentMerging merging, int clusters) =>
    [
        Number(clusters), Total(merging.Entropies[clusters - 1]),
        clusters == merging.Components ? "–" : string.Join(" + ", merging.MergedTo(clusters).Select(static k => Number(k))),
        string.Join(" | ", merging.Clusters(clusters).Select(static cluster => string.Join(" ", cluster.Select(static k => Number(k))))),
    ];
}
