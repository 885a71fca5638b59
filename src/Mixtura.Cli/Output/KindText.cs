using Mixtura.Storage;

namespace Mixtura.Cli.Output;

/// <summary>What some kinds of component tell of a fit beside the criteria, as lines of a summary: latent classes how well they describe the table, contaminated components their bad rows.</summary>
internal static class KindText
{
    /// <param name="fit">What is known of the fit.</param>
    public static IEnumerable<(string What, string Value)> Lines(FitRecord fit)
    {
        if (!double.IsNaN(fit.EntropyR2))
        {
            yield return ("entropy R²", $"{Shown.Total(fit.EntropyR2)}   (1: every row has one component for certain)");
        }

        if (!double.IsNaN(fit.BadRows))
        {
            yield return ("bad rows", $"{Shown.Value(fit.BadRows)}, {Shown.Share(fit.BadShare)} of all: more probably bad than good in their component");
        }

        if (fit.Table is { } table)
        {
            yield return ("G²", Statistic(table.LikelihoodRatio, table.LikelihoodRatioP));
            yield return ("χ²", Statistic(table.ChiSquared, table.ChiSquaredP));
            yield return ("", $"of {Shown.Value(table.TotalWeight)} whole {(table.TotalWeight == 1 ? "row" : "rows")} over {Shown.Count(table.Cells, "cell")}, {Shown.Count(table.DegreesOfFreedom)} {(table.DegreesOfFreedom == 1 ? "degree" : "degrees")} of freedom{(table.IsSparse ? "; few rows a cell: take p with care" : string.Empty)}");
        }
    }

    private static string Statistic(double value, double p) => $"{Shown.Total(value)}{(double.IsNaN(p) ? string.Empty : $", p {Shown.Value(p)}")}";
}
