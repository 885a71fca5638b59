using System.Runtime.CompilerServices;
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
        return new MixtureScore(rows.Rows, pass.TotalWeight, logLikelihood, entropy, criteria) { Doubt = pass.Statistics.Doubt };
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
            statistics.Entropy += Entropy(responsibilities, block.Weights);
            statistics.Doubt += Doubt(responsibilities, block.Weights);
            total += sum;
        }

        return missing == MissingCells.Refuse && RowGaps.AnyIn(rows.Values) ? double.NaN : total;
    }

    /// <summary>There is nothing to maximize.</summary>
    public TModel Maximize(TModel current, ScoringStatistics<TStatistics> statistics) => current;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Entropy(ComponentBlock responsibilities, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int k = 0; k < responsibilities.Components; k++)
        {
            var run = responsibilities[k];
            for (int i = 0; i < run.Length; i++)
            {
                sum -= run[i] > 0 ? run[i] * Math.Log(run[i] / weights[i]) : 0;
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Doubt(ComponentBlock responsibilities, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < responsibilities.Rows; i++)
        {
            double largest = 0;
            for (int k = 0; k < responsibilities.Components; k++)
            {
                largest = Math.Max(largest, responsibilities[k][i]);
            }

            sum -= largest > 0 && largest < weights[i] ? weights[i] * Math.Log(largest / weights[i]) : 0;
        }

        return sum;
    }
}
