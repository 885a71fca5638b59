using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>Rows that a family cannot describe.</summary>
internal static class RowFaults
{
    /// <summary>Looks at every row of positive weight.</summary>
    /// <exception cref="InputException">One cannot be described: the message names it, the feature and the value.</exception>
    public static void Check<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, IRowSource rows, int threads, CancellationToken cancellationToken)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        void CheckBlock(RowBlock block)
        {
            for (int i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] > 0 && family.FindFault(block[i], out int feature) is { } fault)
                {
                    throw new InputException($"Row {block.FirstRow + i}, {FeatureNames.Of(rows.FeatureNames, feature)}: the value is {block[i][feature]}, {fault}");
                }
            }
        }

        RowTally.Of(
            rows,
            threads,
            slot =>
            {
                slot.ForEachBlock(CheckBlock);
                return [];
            },
            cancellationToken);
    }
}
