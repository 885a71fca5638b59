using System.Runtime.InteropServices;
using Mixtura.Data;

namespace Mixtura.Gaussian;

/// <summary>Counts how many different rows a component holds: ties and weights make a component heavier, not better determined.</summary>
internal sealed class DistinctRows
{
    private readonly Dictionary<UInt128, double>[] largest;
    private readonly double[] counts;
    private readonly double enough;

    private DistinctRows(int components, double enough)
    {
        this.enough = enough;
        counts = new double[components];
        largest = new Dictionary<UInt128, double>[components];
        for (int k = 0; k < components; k++)
        {
            largest[k] = [];
        }
    }

    /// <summary>Why a component holds too few different rows, or null. Reads only until every component has enough.</summary>
    public static string? FindStarving(GaussianParameters parameters, IRowSource rows)
    {
        double target = parameters.Structure.RowsNeeded(parameters.Features) + 1;
        var distinct = new DistinctRows(parameters.Components, target);
        distinct.CountUntilEnough(parameters, rows);
        return DegeneracyRules.FindStarving(parameters, distinct.counts);
    }

    private void CountUntilEnough(GaussianParameters parameters, IRowSource rows)
    {
        var scorer = new MixtureScorer(new GaussianMixture(parameters, []));
        var responsibilities = new double[256 * parameters.Components];
        using var reader = rows.Open();
        while (!Array.TrueForAll(counts, count => count >= enough) && reader.Read(256, out var block))
        {
            scorer.Score(block, [], responsibilities);
            for (int i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] > 0)
                {
                    Add(block[i], responsibilities.AsSpan(i * parameters.Components, parameters.Components));
                }
            }
        }
    }

    private void Add(ReadOnlySpan<double> row, ReadOnlySpan<double> responsibilities)
    {
        var key = RowHash.Of(row);
        for (int k = 0; k < counts.Length; k++)
        {
            if (counts[k] < enough && responsibilities[k] > 0)
            {
                ref double seen = ref CollectionsMarshal.GetValueRefOrAddDefault(largest[k], key, out _);
                counts[k] += Math.Max(0, responsibilities[k] - seen);
                seen = Math.Max(seen, responsibilities[k]);
            }
        }
    }
}
