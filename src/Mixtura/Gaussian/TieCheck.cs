using System.Runtime.InteropServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Looks for components that live on rows that tie: ties and weights make a component heavier, not better determined.</summary>
/// <param name="rows">The data.</param>
/// <param name="resolution">How finely the data were measured; null where no feature lies on a grid.</param>
/// <param name="cancellationToken">Ends the look; nothing is found then.</param>
internal sealed class TieCheck(IRowSource rows, DataResolution? resolution, CancellationToken cancellationToken)
{
    /// <summary>Makes the responsibilities of a row, by its place, what is known of it; null where nothing is known.</summary>
    public Action<long, Span<double>>? Settle { get; init; }

    /// <summary>The first component that holds too few different rows, or null. Where all values lie on grids, a component that is nowhere narrower than rounding alone leaves it is as wide as such data can
    /// be, however few different rows it holds. Reads only until every component in doubt has enough.</summary>
    public Degeneracy? Find(GaussianParameters parameters)
    {
        double enough = parameters.Structure.RowsNeeded(parameters.Features) + 1;
        var counts = new double[parameters.Components];
        for (int k = 0; k < counts.Length; k++)
        {
            counts[k] = resolution is { IsComplete: true } && parameters.Structure.Storage.SmallestDeviation(parameters, k, resolution.Scale).Ratio >= 1 ? enough : 0;
        }

        CountUntilEnough(parameters, counts, enough);
        return cancellationToken.IsCancellationRequested ? null : DegeneracyRules.FindStarving(parameters, counts);
    }

    private void CountUntilEnough(GaussianParameters parameters, double[] counts, double enough)
    {
        if (Array.TrueForAll(counts, count => count >= enough))
        {
            return;
        }

        var largest = Array.ConvertAll(counts, static _ => new Dictionary<UInt128, double>());
        var scorer = new MixtureScorer(new GaussianMixture(parameters, []), MissingCells.IntegrateOut);
        var responsibilities = new double[256 * parameters.Components];
        using var reader = rows.Open();
        while (!Array.TrueForAll(counts, count => count >= enough) && !cancellationToken.IsCancellationRequested && reader.Read(256, out var block))
        {
            scorer.Score(block, [], responsibilities);
            for (int i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] > 0)
                {
                    var own = responsibilities.AsSpan(i * parameters.Components, parameters.Components);
                    Settle?.Invoke(block.FirstRow + i, own);
                    Add(block[i], own, counts, largest, enough);
                }
            }
        }
    }

    private static void Add(ReadOnlySpan<double> row, ReadOnlySpan<double> responsibilities, double[] counts, Dictionary<UInt128, double>[] largest, double enough)
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
