using Mixtura.IO;

namespace Mixtura.Cli.Fitting;

/// <summary>What is known of data before the first row: the names of the features, and the levels of those that are categories.</summary>
internal sealed record DataColumns(IReadOnlyList<string> FeatureNames, IReadOnlyList<IReadOnlyList<string>> Levels)
{
    /// <summary>The columns of a file.</summary>
    public static DataColumns Of(RowFile rows) => new(rows.FeatureNames, rows.Levels);
}
