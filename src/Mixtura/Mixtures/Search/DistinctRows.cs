using Mixtura.Data;

namespace Mixtura.Mixtures.Search;

/// <summary>Equal rows as one row with their weights together: a table of few levels has few different ones, however many rows it has.</summary>
internal static class DistinctRows
{
    // more are no small table any longer
    private const int Most = 1 << 16;

    // so many rows each must be worth the look-up
    private const int LeastEach = 2;

    /// <summary>The different rows in the order of their first appearance, those of weight 0 left out; null where they are too many for it to be worth while.</summary>
    public static MemoryRows? Of(IRowSource rows, CancellationToken cancellationToken) => Of(rows, Math.Min(Most, rows.Rows / LeastEach), cancellationToken);

    /// <summary>The same; null where they are more than so many.</summary>
    public static MemoryRows? Of(IRowSource rows, long most, CancellationToken cancellationToken)
    {
        var places = new Dictionary<UInt128, int>();
        var values = new List<double>();
        var weights = new List<double>();
        void Take(RowBlock block)
        {
            for (int i = 0; i < block.Count && weights.Count <= most; i++)
            {
                if (!(block.Weights[i] > 0))
                {
                    continue;
                }

                if (places.TryAdd(RowHash.Of(block[i]), weights.Count))
                {
                    values.AddRange(block[i]);
                    weights.Add(0);
                }

                weights[places[RowHash.Of(block[i])]] += block.Weights[i];
            }
        }

        rows.ForEachBlock(1024, Take, cancellationToken);
        return weights.Count > most ? null : new MemoryRows(new RowMatrix(values.ToArray(), rows.Columns), weights.ToArray(), rows.FeatureNames);
    }
}
