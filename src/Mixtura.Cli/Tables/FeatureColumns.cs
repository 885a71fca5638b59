using Mixtura.Mixtures;

namespace Mixtura.Cli.Tables;

/// <summary>The features of a mixture as columns of a table: numbers, and levels by name.</summary>
internal static class FeatureColumns
{
    /// <summary>A column for every feature.</summary>
    public static TableColumn[] Of(Mixture model) =>
        [.. Enumerable.Range(0, model.Features).Select(feature => new TableColumn(model.FeatureName(feature), model.LevelsOf(feature).Count == 0 ? CellType.Number : CellType.Text))];

    /// <summary>Sets the cells of a row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">The row.</param>
    /// <param name="first">The column of the first feature.</param>
    /// <param name="values">A value a feature.</param>
    /// <param name="levels">The levels of each feature; empty for numbers.</param>
    public static void Set(TableRows rows, int row, int first, ReadOnlySpan<double> values, IReadOnlyList<string>[] levels)
    {
        for (int j = 0; j < values.Length; j++)
        {
            rows.Set(row, first + j, values[j], levels[j]);
        }
    }
}
