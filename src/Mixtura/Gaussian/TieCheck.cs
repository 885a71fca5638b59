using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Looks for components that live on rows that tie: ties and weights make a component heavier, not better determined.</summary>
/// <param name="rows">The data.</param>
/// <param name="resolution">How finely the data were measured; null where no feature lies on a grid.</param>
/// <param name="threads">The most threads at work.</param>
/// <param name="cancellationToken">Ends the look; nothing is found then.</param>
internal sealed class TieCheck(IRowSource rows, DataResolution? resolution, int threads, CancellationToken cancellationToken)
{
    private const int BlockRows = 256;

    // mostly so many settle it, and every process reads them rather than ask the others
    private const int FirstRows = 4096;

    /// <summary>Makes the responsibilities of a row, by its place, what is known of it; null where nothing is known. Thread-safe.</summary>
    public Action<long, Span<double>>? Settle { get; init; }

    /// <summary>The first component that holds too few different rows, or null. Where all values lie on grids, a component that is nowhere narrower than rounding alone leaves it is as wide as such data can
    /// be, however few different rows it holds. Reads only until every component in doubt has enough.</summary>
    public Degeneracy? Find(GaussianParameters parameters)
    {
        try
        {
            return DegeneracyRules.FindStarving(parameters, Count(parameters));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private double[] Count(GaussianParameters parameters)
    {
        var scorer = new MixtureScorer(new GaussianMixture(parameters, []), MissingCells.IntegrateOut);
        var tally = NewTally(parameters);
        if (!tally.IsDone)
        {
            using var reader = rows.Open();
            Look(scorer, reader, Math.Min(FirstRows, rows.Rows), tally);
        }

        if (tally.IsDone || rows.Rows <= FirstRows)
        {
            return tally.Counts;
        }

        byte[][] slots = RowTally.Of(rows, threads, slot => LookAt(slot, scorer, NewTally(parameters)), cancellationToken);
        tally = NewTally(parameters);
        Array.ForEach(slots, slot => tally.Add(slot));
        return tally.Counts;
    }

    private TieTally NewTally(GaussianParameters parameters)
    {
        double enough = parameters.Structure.RowsNeeded(parameters.Features) + 1;
        bool IsWide(int k) => resolution is { IsComplete: true } && parameters.Structure.Storage.SmallestDeviation(parameters, k, resolution.Scale).Ratio >= 1;
        return new TieTally(enough, [.. Enumerable.Range(0, parameters.Components).Select(k => IsWide(k) ? enough : 0)]);
    }

    private byte[] LookAt(SlotRows slot, MixtureScorer scorer, TieTally tally)
    {
        slot.Reader.MoveTo(slot.First);
        Look(scorer, slot.Reader, slot.End - slot.First, tally);
        slot.Cancellation.ThrowIfCancellationRequested();
        return tally.ToBytes();
    }

    private void Look(MixtureScorer scorer, IRowReader reader, long most, TieTally tally)
    {
        int components = tally.Counts.Length;
        var responsibilities = new double[BlockRows * components];
        while (!tally.IsDone && most > 0 && !cancellationToken.IsCancellationRequested && reader.Read((int)Math.Min(BlockRows, most), out var block))
        {
            most -= block.Count;
            scorer.Score(block, [], responsibilities);
            for (int i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] > 0)
                {
                    var own = responsibilities.AsSpan(i * components, components);
                    Settle?.Invoke(block.FirstRow + i, own);
                    tally.Add(block[i], own);
                }
            }
        }
    }
}
