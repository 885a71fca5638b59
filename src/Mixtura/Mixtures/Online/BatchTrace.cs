namespace Mixtura.Mixtures.Online;

/// <summary>The mean log density of batch after batch, in bounded memory: where entries become too many, two neighbours become one.</summary>
internal sealed class BatchTrace
{
    private const int MostEntries = 1024;

    private readonly List<(double Sum, double Weight)> entries = [];
    private int inLast;

    /// <summary>The batches that an entry is the mean of, the last one's but for those still to come; a power of two.</summary>
    public int BatchesEach { get; private set; } = 1;

    /// <summary>The mean of all.</summary>
    public double Mean => entries.Sum(static one => one.Sum) / entries.Sum(static one => one.Weight);

    /// <summary>The means, in order.</summary>
    public IReadOnlyList<double> Means => Array.AsReadOnly([.. entries.Select(static one => one.Sum / one.Weight)]);

    /// <summary>Counts a batch in.</summary>
    public void Add(double mean, double weight)
    {
        if (entries.Count > 0 && inLast < BatchesEach)
        {
            entries[^1] = (entries[^1].Sum + (mean * weight), entries[^1].Weight + weight);
            inLast++;
            return;
        }

        if (entries.Count == MostEntries)
        {
            for (int i = 0; i < MostEntries / 2; i++)
            {
                entries[i] = (entries[2 * i].Sum + entries[(2 * i) + 1].Sum, entries[2 * i].Weight + entries[(2 * i) + 1].Weight);
            }

            entries.RemoveRange(MostEntries / 2, MostEntries / 2);
            BatchesEach *= 2;
        }

        entries.Add((mean * weight, weight));
        inLast = 1;
    }
}
