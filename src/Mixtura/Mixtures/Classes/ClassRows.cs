using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Classes;

/// <summary>The rows of one class by themselves.</summary>
internal static class ClassRows
{
    // more are looked for in every sweep rather than copied
    private const long MostNumbers = 1L << 24;

    /// <summary>The rows of a class, or with <see cref="KnownLabels.Unknown"/> those of unknown class; of positive weight.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="known">The class.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    public static IRowSource Of(IRowSource rows, KnownLabels labels, int known, CancellationToken cancellationToken)
    {
        var masked = new MaskedRows(rows, row => labels[row] == known ? 1 : 0);
        return Enumerable.Range(0, labels.Rows).LongCount(row => labels[row] == known) * rows.Columns > MostNumbers ? masked : Copied(masked, cancellationToken);
    }

    private static MemoryRows Copied(MaskedRows masked, CancellationToken cancellationToken)
    {
        var (values, weights) = (new List<double>(), new List<double>());
        masked.ForEachBlock(
            SlotPartition.BlockRows,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    if (block.Weights[i] > 0)
                    {
                        values.AddRange(block[i]);
                        weights.Add(block.Weights[i]);
                    }
                }
            },
            cancellationToken);
        return new MemoryRows(new RowMatrix(values.ToArray(), masked.Columns), weights.ToArray(), masked.FeatureNames);
    }
}
