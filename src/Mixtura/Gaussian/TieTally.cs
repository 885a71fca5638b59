using System.Runtime.InteropServices;
using Mixtura.Data;

namespace Mixtura.Gaussian;

/// <summary>How many different rows each component is seen to hold: every one counts with the largest responsibility for it, up to as many as are enough.</summary>
/// <param name="enough">How many are enough.</param>
/// <param name="counts">What is known before any row is seen; K numbers.</param>
internal sealed class TieTally(double enough, double[] counts)
{
    // of a thousand million rows with less, one would be missed
    private const double Least = 1e-9;

    private readonly Dictionary<UInt128, double>[] largest = Array.ConvertAll(counts, static _ => new Dictionary<UInt128, double>());

    /// <summary>The different rows of each component.</summary>
    public double[] Counts => counts;

    /// <summary>Whether every component has enough.</summary>
    public bool IsDone => Array.TrueForAll(counts, count => count >= enough);

    /// <summary>Sees a row.</summary>
    public void Add(ReadOnlySpan<double> row, ReadOnlySpan<double> responsibilities)
    {
        var key = RowHash.Of(row);
        for (int k = 0; k < counts.Length; k++)
        {
            Add(k, key, responsibilities[k]);
        }
    }

    /// <summary>Sees what another saw.</summary>
    public void Add(ReadOnlySpan<byte> other)
    {
        foreach (var seen in MemoryMarshal.Cast<byte, Seen>(other))
        {
            Add((int)seen.Component, seen.Key, seen.Responsibility);
        }
    }

    /// <summary>What was seen, for another.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes<Seen>([.. largest.SelectMany(static (rows, k) => rows.Select(row => new Seen(row.Key, row.Value, k)))]).ToArray();

    private void Add(int component, UInt128 key, double responsibility)
    {
        if (counts[component] < enough && responsibility > Least)
        {
            ref double seen = ref CollectionsMarshal.GetValueRefOrAddDefault(largest[component], key, out _);
            counts[component] += Math.Max(0, responsibility - seen);
            seen = Math.Max(seen, responsibility);
        }
    }

    private readonly record struct Seen(UInt128 Key, double Responsibility, long Component);
}
