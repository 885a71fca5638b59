using Mixtura.Report.Charts;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>Categorical features: how probable each level is in each component, and how many rows have it.</summary>
internal static class CategoryFigures
{
    // more pictures are no longer looked at; the tables have all
    private const int MostFeatures = 24;

    public static void Write(HtmlText page, ReportView view)
    {
        foreach (int feature in view.Categories.Take(MostFeatures))
        {
            page.Figure(
                $"levels-{Number(feature)}", LevelChart.Of(view, feature),
                $"How probable each level of {view.Names[feature]} is within a component, in the component's colour; the grey bar is the mixture's probability.");
        }

        if (view.Categories.Length > MostFeatures)
        {
            page.Paragraph($"The first {Number(MostFeatures)} of {Number(view.Categories.Length)} categorical features are drawn; the tables have all.");
        }
    }
}
