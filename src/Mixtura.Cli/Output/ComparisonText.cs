using System.Text;
using Mixtura.Cli.Options;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Two data sets under one model, as people read it.</summary>
internal static class ComparisonText
{
    /// <summary>Both data sets, the shares, the tests and what they say.</summary>
    public static string Of(ModelWithPair given, MixtureComparison comparison)
    {
        var text = new StringBuilder();
        text.Append("A: ").Append(Sample(given.First, comparison.First));
        text.Append("B: ").Append(Sample(given.Second, comparison.Second));
        text.Append("\nShares of the components, counted from 0\n");
        Shares(given.Model, comparison).WriteTo(text);
        text.Append("\nLog density, nats a row\n");
        Densities(comparison).WriteTo(text);
        text.Append("\nTests, of independent rows\n");
        Tests(comparison).WriteTo(text);
        text.Append('\n').Append(ComparisonVerdict.Of(given, comparison)).Append('\n');
        foreach (string note in Notes(given, comparison))
        {
            text.Append(note).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What keeps the tests from being taken at their word.</summary>
    public static IEnumerable<string> Notes(ModelWithPair given, MixtureComparison comparison)
    {
        if (!comparison.IsCounted)
        {
            yield return "The weights are not whole numbers: how many rows they stand for is not known, and there are no standard errors and p-values. Give counts as weights, or leave --weights out.";
        }
        else if (comparison.Shares is { DegreesOfFreedom: > 0, IsSparse: true })
        {
            yield return $"A component expects {Shown.Value(comparison.Shares.SmallestExpected)} rows of the smaller data set, fewer than 5: the p-value of the shares is a rough one.";
        }

        if (given.First.MissingCells + given.Second.MissingCells > 0)
        {
            yield return "The log density of a row with missing cells is that of what is observed of it: more or fewer of them in B are a difference too. --missing drop-rows compares the rows without any.";
        }
    }

    private static string Sample(RowFile rows, ComparedSample sample)
    {
        string weight = rows.IsWeighted ? $" of total weight {Shown.Value(sample.TotalWeight)}" : string.Empty;
        string gaps = rows.MissingCells > 0 ? $", missing cells {GapText.Of(rows.MissingCells)}" : string.Empty;
        return $"{rows.Name}, {Shown.Count(sample.Rows, "row")}{weight}{gaps}\n";
    }

    private static TextTable Shares(Mixture model, MixtureComparison comparison)
    {
        static string[] Line(string component, string[] names, params double[] shares) => [component, .. names, .. shares.Select(Shown.Share)];
        string[] heads = ComponentTable.NameHeads(model);
        var table = new TextTable(["component", .. heads, "weight in the model", "A", "B", "B - A"]);
        for (int k = 0; k < model.Components; k++)
        {
            table.Add(Line(Shown.Count(k), ComponentTable.NamesOf(model, k), model.Weights[k], comparison.First.Shares[k], comparison.Second.Shares[k], comparison.ShareDifference(k)));
        }

        if (model.Noise is { } noise)
        {
            table.Add(Line("noise", [.. heads.Select(static _ => string.Empty)], noise.Weight, comparison.First.Noise, comparison.Second.Noise, comparison.ShareDifference(NoisyMixture.NoiseLabel)));
        }

        return table;
    }

    private static TextTable Densities(MixtureComparison comparison)
    {
        var table = new TextTable(string.Empty, "mean", "standard deviation", "standard error");
        Add("A", comparison.First);
        Add("B", comparison.Second);
        table.Add("B - A", Shown.Total(comparison.MeanLogDensity.Difference), string.Empty, Known(comparison.MeanLogDensity.StandardError));
        return table;

        void Add(string name, ComparedSample sample) =>
            table.Add(name, Shown.Total(sample.MeanLogDensity), Known(sample.Deviation), Known(sample.Deviation / Math.Sqrt(sample.TotalWeight)));
    }

    private static TextTable Tests(MixtureComparison comparison)
    {
        var (shares, mean, distribution) = (comparison.Shares, comparison.MeanLogDensity, comparison.LogDensities);
        var table = new TextTable(string.Empty, "statistic", "degrees of freedom", "p");
        table.Add("shares of the components: Pearson's chi-squared", Known(shares.Statistic), Shown.Count(shares.DegreesOfFreedom), Probability(shares.PValue));
        table.Add("mean log density: Welch's t", Known(mean.Statistic), Known(mean.DegreesOfFreedom), Probability(mean.PValue));
        table.Add("log densities: Kolmogorov-Smirnov", Known(distribution.Statistic), string.Empty, Probability(distribution.PValue));
        return table;
    }

    private static string Known(double value) => double.IsNaN(value) ? "none" : Shown.Value(value);

    private static string Probability(double p) => double.IsNaN(p) ? "none" : Shown.Probability(p);
}
