using System.Globalization;
using Mixtura.Cli.Options;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>What a comparison says, in sentences.</summary>
internal static class ComparisonVerdict
{
    // of all tests together
    private const double Level = 0.05;

    /// <summary>Whether B differs from A, and in what most.</summary>
    public static string Of(ModelWithPair given, MixtureComparison comparison)
    {
        string judgement = double.IsNaN(comparison.PValue) ? string.Empty
            : comparison.PValue < Level ? $"B differs from A ({Probability(comparison.PValue)} of all tests together). "
            : $"No test tells B from A ({Probability(comparison.PValue)} of all tests together). ";
        string shares = comparison.First.Shares.Length == 1 && comparison.First.Noise == 0 && comparison.Second.Noise == 0 ? string.Empty : $"; {Shares(given.Model, comparison)}";
        string gaps = comparison.PValue < Level && HaveOtherGaps(given) ? " A and B have other missing cells, which alone may be why: see below." : string.Empty;
        return $"{judgement}{Density(comparison)}{shares}.{gaps}";
    }

    // cells a row
    private static bool HaveOtherGaps(ModelWithPair given) => given.First.MissingCells * given.Second.Rows != given.Second.MissingCells * given.First.Rows;

    /// <summary>The name of a component in a sentence.</summary>
    private static string NameOf(Mixture model, int component) => component == NoisyMixture.NoiseLabel ? "the noise"
        : $"component {Shown.Count(component)}{((model.ComponentNames.Count > 0 ? model.ComponentNames[component] : model.Classes?.NameOf(component)) is { } name ? $" ({name})" : string.Empty)}";

    private static string Density(MixtureComparison comparison)
    {
        double difference = comparison.MeanLogDensity.Difference;
        if (!double.IsFinite(difference))
        {
            bool isFirst = double.IsNegativeInfinity(comparison.First.MeanLogDensity);
            bool isSecond = double.IsNegativeInfinity(comparison.Second.MeanLogDensity);
            return $"Rows of {(isFirst && isSecond ? "A and of B" : isFirst ? "A" : "B")} lie so far from every component that their density is 0 in double precision{Given(comparison.LogDensities.PValue, " of the log densities")}";
        }

        string p = Given(comparison.MeanLogDensity.PValue, string.Empty);
        return difference == 0
            ? $"The rows of B are as likely as those of A{p}"
            : $"The rows of B are {(difference < 0 ? "less" : "more")} likely than those of A by {Shown.Value(Math.Abs(difference))} nats a row{p}";
    }

    private static string Shares(Mixture model, MixtureComparison comparison)
    {
        int most = comparison.MostChanged;
        bool isNoise = most == NoisyMixture.NoiseLabel;
        double first = isNoise ? comparison.First.Noise : comparison.First.Shares[most];
        double second = isNoise ? comparison.Second.Noise : comparison.Second.Shares[most];
        return comparison.ShareDifference(most) == 0
            ? $"the shares of the components are the same{Given(comparison.Shares.PValue, string.Empty)}"
            : string.Create(CultureInfo.InvariantCulture, $"{NameOf(model, most)} has {100 * second:F1} % of B and {100 * first:F1} % of A, the largest change of a share{Given(comparison.Shares.PValue, " of all shares")}");
    }

    private static string Given(double p, string what) => double.IsNaN(p) ? string.Empty : $" ({Probability(p)}{what})";

    private static string Probability(double p) => Shown.Probability(p) is ['<', ..] and var bound ? $"p {bound}" : $"p = {Shown.Probability(p)}";
}
