using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Comparisons;

/// <summary>One sweep over a sample: an E-step that keeps the log density of every row.</summary>
/// <param name="scorer">Scores the rows.</param>
/// <param name="densities">Keeps their log densities.</param>
internal sealed class SamplePass(MixtureScorer scorer, KeptDensities densities) : ILatentVariableModel<Mixture, SampleSums>
{
    /// <summary>Sweeps over a sample.</summary>
    /// <exception cref="InputException">A row has no density, no row has weight, or there are more rows than an array holds.</exception>
    public static ScoredSample Run(Mixture model, IRowSource rows, MissingCells missing, int threads, CancellationToken cancellationToken)
    {
        model.RequireColumns(rows.Columns);
        var source = Checked(rows);
        var densities = new KeptDensities((int)source.Rows);
        using var pass = new BlockPass<Mixture, SampleSums>(new SamplePass(new MixtureScorer(model, missing), densities), model, source, threads);
        if (!pass.TryExpect(model, cancellationToken, out double total))
        {
            cancellationToken.ThrowIfCancellationRequested();
            source.Processes?.Ended.ThrowIfCancellationRequested();
        }

        if (source.Processes is { } group)
        {
            densities.Share(group, SlotPartition.Of(source.Rows, pass.Statistics.Length), pass.Statistics.IsWeighted);
        }

        return pass.TotalWeight > 0
            ? new ScoredSample(source.Rows, pass.TotalWeight, total / pass.TotalWeight, pass.Statistics, densities)
            : throw new InputException("No row of the sample has weight. Give rows that count.");
    }

    /// <inheritdoc/>
    public SampleSums CreateStatistics(Mixture model) => new(model);

    /// <inheritdoc/>
    public double Expect(Mixture model, RowBlock rows, SampleSums statistics)
    {
        var own = densities.Take(rows);
        var responsibilities = statistics.Responsibilities(rows.Count);
        scorer.Score(rows, own, responsibilities);
        statistics.Add(responsibilities, rows.Weights);
        double total = 0;
        for (int i = 0; i < own.Length; i++)
        {
            total += double.IsNaN(own[i])
                ? throw new InputException($"Row {rows.FirstRow + i} holds a value that is not finite and has no density. Remove the row or fill the value.")
                : rows.Weights[i] > 0 ? rows.Weights[i] * own[i] : 0;
        }

        return total;
    }

    /// <summary>There is nothing to maximize.</summary>
    public Mixture Maximize(Mixture current, SampleSums statistics) => current;

    private static IRowSource Checked(IRowSource rows) =>
        rows.SweepLog is not null ? throw new InputException("A comparison is one sweep over each sample, and keeps nothing to resume by. Give rows without a log of sweeps.")
        : rows.Rows > Array.MaxLength ? throw new InputException($"{Counted.Of(rows.Rows, "row")} are more than their log densities can be kept of in one array. Compare a sample of them.")
        : CheckedRows.Of(rows);
}

/// <summary>What a sweep over a sample came to.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="TotalWeight">Σᵢ wᵢ.</param>
/// <param name="Mean">Σᵢ wᵢ log p(xᵢ) / Σᵢ wᵢ.</param>
/// <param name="Sums">The sums of its responsibilities.</param>
/// <param name="Densities">The log densities of its rows.</param>
internal sealed record ScoredSample(long Rows, double TotalWeight, double Mean, SampleSums Sums, KeptDensities Densities);
