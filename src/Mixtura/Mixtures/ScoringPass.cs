using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>One sweep that scores rows under a mixture: an E-step whose only statistic is the entropy of the responsibilities.</summary>
internal sealed class ScoringPass<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> family, MissingCells missing)
    : ILatentVariableModel<TModel, ScoringStatistics<TStatistics>>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>Scores all rows.</summary>
    public MixtureScore Score(TModel model, IRowSource rows, int threads, CancellationToken cancellationToken = default)
    {
        using var pass = new BlockPass<TModel, ScoringStatistics<TStatistics>>(this, model, rows, threads);
        if (!pass.TryExpect(model, cancellationToken, out double logLikelihood))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        double entropy = pass.Statistics.Entropy;
        var criteria = InformationCriteria.Of(logLikelihood, family.ParameterCount(model), pass.TotalWeight, entropy);
        return new MixtureScore(rows.Rows, pass.TotalWeight, logLikelihood, entropy, criteria)
        {
            Doubt = pass.Statistics.Doubt,
            BadRows = typeof(TStatistics).IsAssignableTo(typeof(IGoodRows)) ? pass.Statistics.BadRows : double.NaN,
        };
    }

    /// <inheritdoc/>
    public ScoringStatistics<TStatistics> CreateStatistics(TModel model) => new(family.CreateStatistics(model));

    /// <inheritdoc/>
    public double Expect(TModel model, RowBlock rows, ScoringStatistics<TStatistics> statistics)
    {
        double total = 0;
        int step = family.BlockRows(model);
        for (int start = 0; start < rows.Count; start += step)
        {
            var block = rows.Slice(start, Math.Min(step, rows.Count - start));
            var responsibilities = MixtureExpectation.Posterior(family, model, block, statistics.Workspace, statistics.Buffers, keepsLogDensity: false, out _, out double sum);
            statistics.Add(responsibilities, block.Weights);
            statistics.AddBad(responsibilities, responsibilities.Components, block.Weights, statistics.Workspace as IGoodRows);
            total += sum;
        }

        return missing == MissingCells.Refuse && RowGaps.AnyIn(rows.Values) ? double.NaN : total;
    }

    /// <summary>There is nothing to maximize.</summary>
    public TModel Maximize(TModel current, ScoringStatistics<TStatistics> statistics) => current;
}
