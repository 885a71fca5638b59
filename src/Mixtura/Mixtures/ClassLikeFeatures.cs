using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>Features of a few different values among others that vary: a class in numbers, more likely than a measurement. A component soon holds one value of such a
/// feature alone, and its covariance is singular.</summary>
internal static class ClassLikeFeatures
{
    // as many as the digits
    private const int MostValues = 10;

    // so that values come again and again
    private const int RowsPerValue = 5;

    /// <summary>The features and how many values each takes; none where all features are so.</summary>
    public static (int Feature, int Values)[] Find(IRowSource rows, int threads, CancellationToken cancellationToken)
    {
        var seen = NewSets(rows.Columns);
        foreach (byte[] slot in RowTally.Of(rows, threads, static slot => ValuesIn(slot), cancellationToken))
        {
            Add(slot, seen);
        }

        (int Feature, int Values)[] few =
        [
            .. Enumerable.Range(0, seen.Length).Where(j => seen[j].Count is > 1 and <= MostValues && rows.Rows >= RowsPerValue * seen[j].Count).Select(j => (j, seen[j].Count)),
        ];
        return few.Length < rows.Columns ? few : [];
    }

    /// <summary>The sentence.</summary>
    public static string Text((int Feature, int Values)[] found, IReadOnlyList<string> names) => found is [var (feature, values)]
        ? $"The {FeatureNames.Of(names, feature)} takes {values} values only and looks like a class: leave it out, or compare it with the components as the label."
        : $"{found.Length} features take {MostValues} values or fewer and look like classes: {NameList.Of(found.Select(one => FeatureNames.Quoted(names, one.Feature)))}. Leave them out, or compare one with the components as the label.";

    private static HashSet<double>[] NewSets(int columns) => [.. Enumerable.Range(0, columns).Select(static _ => new HashSet<double>())];

    private static byte[] ValuesIn(SlotRows slot)
    {
        HashSet<double>[] seen = [];
        slot.ForEachBlock(block =>
        {
            seen = seen.Length == 0 ? NewSets(block.Columns) : seen;
            Add(block, seen);
        });
        return [.. seen.SelectMany(static values => values.SelectMany(BitConverter.GetBytes).Prepend((byte)values.Count))];
    }

    private static void Add(byte[] slot, HashSet<double>[] seen)
    {
        int at = 0;
        for (int j = 0; at < slot.Length; j++)
        {
            int count = slot[at++];
            for (int i = 0; i < count && seen[j].Count <= MostValues; i++)
            {
                seen[j].Add(BitConverter.ToDouble(slot, at + (8 * i)));
            }

            at += 8 * count;
        }
    }

    private static void Add(RowBlock block, HashSet<double>[] seen)
    {
        for (int i = 0; i < block.Count; i++)
        {
            var row = block[i];
            for (int j = 0; j < row.Length; j++)
            {
                if (seen[j].Count <= MostValues)
                {
                    seen[j].Add(row[j]);
                }
            }
        }
    }
}
