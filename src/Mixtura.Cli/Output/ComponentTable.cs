using System.Globalization;
using System.Text;
using Mixtura.Bayesian;
using Mixtura.Mixtures;
using Mixtura.Report;

namespace Mixtura.Cli.Output;

/// <summary>Weights, means and standard deviations: a line a component, or for many features a line a feature.</summary>
internal static class ComponentTable
{
    private const int MostFeaturesAcross = 5;
    private const int MostComponentsAcross = 5;

    // a longer table is no longer read
    private const int MostFeatures = 100;
    private const int FeaturesShown = 30;

    public static void Write(Mixture model, StringBuilder text)
    {
        int[] components = ShownOf(model);
        string empty = components.Length < model.Components ? $"; {Shown.Count(model.Components - components.Length)} that hold at most one row left out" : string.Empty;
        int[] numbers = [.. Enumerable.Range(0, model.Features).Where(j => model.LevelsOf(j).Count == 0)];
        string moments = numbers.Length == 0 ? "weight" : $"weight, then mean ± standard deviation of each {(numbers.Length < model.Features ? "number" : "feature")}";
        text.Append(CultureInfo.InvariantCulture, $"Components, counted from 0: {moments}{empty}\n");
        WriteNumbers(model, components, numbers, text);
        if (model.Noise is { } noise)
        {
            text.Append(CultureInfo.InvariantCulture, $"Noise: weight {Shown.Share(noise.Weight)}, uniform over a volume of {VolumeOf(noise)}\n");
        }

        LevelTable.Write(model, components, text);
    }

    // of many features it may be beyond numbers
    private static string VolumeOf(UniformNoise noise) =>
        double.IsNormal(noise.Volume) ? Shown.Value(noise.Volume) : string.Create(CultureInfo.InvariantCulture, $"e^{noise.LogVolume:F1}");

    private static void WriteNumbers(Mixture model, int[] components, int[] numbers, StringBuilder text)
    {
        if (numbers.Length <= MostFeaturesAcross)
        {
            LineAComponent(model, numbers, components).WriteTo(text);
            return;
        }

        int[] features = numbers.Length <= MostFeatures ? numbers : MostTelling(model, numbers, components);
        for (int first = 0; first < components.Length; first += MostComponentsAcross)
        {
            text.Append(first > 0 ? "\n" : string.Empty);
            LineAFeature(model, features, [.. components.Skip(first).Take(MostComponentsAcross)]).WriteTo(text);
        }

        if (features.Length < numbers.Length)
        {
            text.Append(CultureInfo.InvariantCulture, $"The {Shown.Count(features.Length)} features in which the components differ most; the other {Shown.Count(numbers.Length - features.Length)} are in the model file and in --format json.\n");
        }
    }

    /// <summary>The components to show: all but those that the Bayesian treatment has emptied.</summary>
    public static int[] ShownOf(Mixture model) =>
        model is VariationalGaussianMixture { ActiveComponents: { Count: > 0 } active } ? [.. active] : [.. Enumerable.Range(0, model.Components)];

    // by the share of a feature's variance that lies between the components, in their order
    private static int[] MostTelling(Mixture model, int[] numbers, int[] components)
    {
        var moments = Enumerable.Range(0, model.Components).Select(model.MomentsOf).ToArray();
        double[] shares = [.. Enumerable.Range(0, model.Features).Select(ShareBetween)];
        return [.. numbers.OrderByDescending(j => shares[j]).Take(FeaturesShown).Order()];

        double ShareBetween(int feature)
        {
            var weights = model.Weights.Span;
            double mean = 0, between = 0, within = 0;
            foreach (int k in components)
            {
                mean += weights[k] * moments[k].Means[feature];
                within += weights[k] * moments[k].Deviations[feature] * moments[k].Deviations[feature];
            }

            foreach (int k in components)
            {
                double deviation = moments[k].Means[feature] - mean;
                between += weights[k] * deviation * deviation;
            }

            return between / (between + within);
        }
    }

    /// <summary>What components are called beside their numbers: the heads of such columns.</summary>
    public static string[] NameHeads(Mixture model) => [.. model.ComponentNames.Count > 0 ? ["name"] : (string[])[], .. model.Classes is null ? (string[])[] : ["class"]];

    /// <summary>A component's cells in these columns.</summary>
    public static string[] NamesOf(Mixture model, int component) =>
    [
        .. model.ComponentNames.Count > 0 ? [model.ComponentNames[component]] : (string[])[],
        .. model.Classes is { } classes ? [classes.NameOf(component) ?? "none"] : (string[])[],
    ];

    /// <summary>A component's number, with its name where it has one.</summary>
    public static string TitleOf(Mixture model, int component) => Shown.Count(component) + (model.ComponentNames.Count > 0 ? $" ({model.ComponentNames[component]})" : string.Empty);

    private static TextTable LineAComponent(Mixture model, int[] features, int[] components)
    {
        var own = OwnParameters.Of(model);
        var table = new TextTable(["component", .. NameHeads(model), "weight", .. own.Select(OwnParameters.NameOf), .. features.Select(model.FeatureName)]);
        foreach (int k in components)
        {
            var cell = Cells(model, k);
            table.Add([Shown.Count(k), .. NamesOf(model, k), Shown.Share(model.Weights.Span[k]), .. own.Select(array => Shown.Value(array.Values[k])), .. features.Select(cell)]);
        }

        return table;
    }

    private static TextTable LineAFeature(Mixture model, int[] features, int[] components)
    {
        var table = new TextTable(["component", .. components.Select(static k => Shown.Count(k))]);
        string[] heads = NameHeads(model);
        for (int i = 0; i < heads.Length; i++)
        {
            int place = i;
            table.Add([heads[i], .. components.Select(k => NamesOf(model, k)[place])]);
        }

        table.Add(["weight", .. components.Select(k => Shown.Share(model.Weights.Span[k]))]);
        foreach (var array in OwnParameters.Of(model))
        {
            table.Add([OwnParameters.NameOf(array), .. components.Select(k => Shown.Value(array.Values[k]))]);
        }

        Func<int, string>[] cells = [.. components.Select(k => Cells(model, k))];
        foreach (int j in features)
        {
            table.Add([model.FeatureName(j), .. cells.Select(cell => cell(j))]);
        }

        return table;
    }

    private static Func<int, string> Cells(Mixture model, int component)
    {
        var (means, deviations) = model.MomentsOf(component);
        return feature => MeanAndDeviation.Text(model, component, feature, means[feature], deviations[feature]);
    }
}
