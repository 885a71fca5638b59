using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>What a summary says of missing cells.</summary>
internal static class GapText
{
    /// <summary>What becomes of them.</summary>
    public const string Assumption = "integrated out, as missing at random";

    /// <summary>Cells, columns, rows and the assumption, lines of their own; empty where nothing is missing.</summary>
    /// <param name="missing">The counts, of rows that have weight.</param>
    /// <param name="rows">The rows that have weight.</param>
    public static string Of(MissingCellCount? missing, long rows)
    {
        if (missing is null)
        {
            return string.Empty;
        }

        int columns = missing.OfFeatures.Count(static count => count > 0);
        string empty = missing.EmptyRows == 0 ? string.Empty
            : $"{Shown.Count(missing.EmptyRows, "row")} in which nothing is observed {(missing.EmptyRows == 1 ? "counts" : "count")} towards the weights only\n";
        return $"{Shown.Count(missing.Cells, "cell")} of {Shown.Count(missing.OfFeatures.Count * rows)} {(missing.Cells == 1 ? "is" : "are")} missing, in {Shown.Count(columns, "column")} and {Shown.Count(missing.Rows, "row")}: {Assumption}\n{empty}";
    }

    /// <summary>The cells that were read as missing, after what stands before; empty if there are none.</summary>
    public static string Of(long cells) => cells == 0 ? string.Empty : $"{Shown.Count(cells)}, {Assumption}";
}
