using System.Text;
using Mixtura.Gaussian;
using Mixtura.Report;

namespace Mixtura.Cli.Output;

/// <summary>Weights, means and standard deviations: a line a component, or for many features a line a feature.</summary>
internal static class ComponentTable
{
    private const int MostFeaturesAcross = 5;
    private const int MostComponentsAcross = 5;

    public static void Write(GaussianMixture model, StringBuilder text)
    {
        text.Append("Components, counted from 0: weight, then mean ± standard deviation of each feature\n");
        if (model.Features <= MostFeaturesAcross)
        {
            LineAComponent(model).WriteTo(text);
            return;
        }

        for (int first = 0; first < model.Components; first += MostComponentsAcross)
        {
            text.Append(first > 0 ? "\n" : string.Empty);
            LineAFeature(model, first, Math.Min(MostComponentsAcross, model.Components - first)).WriteTo(text);
        }
    }

    private static TextTable LineAComponent(GaussianMixture model)
    {
        var table = new TextTable(["component", "weight", .. Enumerable.Range(0, model.Features).Select(model.FeatureName)]);
        for (int k = 0; k < model.Components; k++)
        {
            table.Add([Shown.Count(k), Shown.Share(model.Weights.Span[k]), .. Enumerable.Range(0, model.Features).Select(j => Cell(model, k, j))]);
        }

        return table;
    }

    private static TextTable LineAFeature(GaussianMixture model, int first, int count)
    {
        var components = Enumerable.Range(first, count).ToArray();
        var table = new TextTable(["component", .. components.Select(static k => Shown.Count(k))]);
        table.Add(["weight", .. components.Select(k => Shown.Share(model.Weights.Span[k]))]);
        for (int j = 0; j < model.Features; j++)
        {
            table.Add([model.FeatureName(j), .. components.Select(k => Cell(model, k, j))]);
        }

        return table;
    }

    private static string Cell(GaussianMixture model, int component, int feature) =>
        MeanAndDeviation.Text(model.Means[component, feature], Math.Sqrt(model.CovarianceOf(component)[feature, feature]));
}
