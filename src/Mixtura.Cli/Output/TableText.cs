using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>What latent class analysis asks of a fit, as lines of a summary.</summary>
internal static class TableText
{
    /// <param name="entropyR2">Entropy R²; NaN where it is of no interest.</param>
    /// <param name="table">How the table of counts is described; null for none.</param>
    public static IEnumerable<(string What, string Value)> Lines(double entropyR2, TableFit? table)
    {
        if (!double.IsNaN(entropyR2))
        {
            yield return ("entropy R²", $"{Shown.Total(entropyR2)}   (1: every row has one component for certain)");
        }

        if (table is not null)
        {
            yield return ("G²", Statistic(table.LikelihoodRatio, table.LikelihoodRatioP));
            yield return ("χ²", Statistic(table.ChiSquared, table.ChiSquaredP));
            yield return ("", $"of {Shown.Value(table.TotalWeight)} whole {(table.TotalWeight == 1 ? "row" : "rows")} over {Shown.Count(table.Cells, "cell")}, {Shown.Count(table.DegreesOfFreedom)} {(table.DegreesOfFreedom == 1 ? "degree" : "degrees")} of freedom{(table.IsSparse ? "; few rows a cell: take p with care" : string.Empty)}");
        }
    }

    private static string Statistic(double value, double p) => $"{Shown.Total(value)}{(double.IsNaN(p) ? string.Empty : $", p {Shown.Value(p)}")}";
}
