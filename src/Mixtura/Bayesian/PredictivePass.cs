using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Bayesian;

/// <summary>One sweep that scores rows: Σᵢ wᵢ log p(xᵢ|X) by the predictive density (10.81), the entropy of q(z).</summary>
internal sealed class PredictivePass : ILatentVariableModel<VariationalCore, ScoringStatistics<IBlockScorer>>
{
    /// <summary>Scores all rows. What is integrated out is not counted: a posterior has no AIC, BIC or ICL.</summary>
    public static MixtureScore Score(VariationalCore core, IRowSource rows, int threads, CancellationToken cancellationToken)
    {
        using var pass = new BlockPass<VariationalCore, ScoringStatistics<IBlockScorer>>(new PredictivePass(), core, rows, threads);
        if (!pass.TryExpect(core, cancellationToken, out double logDensity))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new MixtureScore(rows.Rows, pass.TotalWeight, logDensity, pass.Statistics.Entropy, InformationCriteria.None) { Doubt = pass.Statistics.Doubt };
    }

    public ScoringStatistics<IBlockScorer> CreateStatistics(VariationalCore model) => new(model.NewScorer());

    public double Expect(VariationalCore model, RowBlock rows, ScoringStatistics<IBlockScorer> statistics)
    {
        double total = 0;
        int step = statistics.Workspace.BlockRows;
        for (int start = 0; start < rows.Count; start += step)
        {
            var block = rows.Slice(start, Math.Min(step, rows.Count - start));
            statistics.Add(statistics.Workspace.Posterior(block, keepsLogDensity: true, out var logDensity), block.Weights);
            for (int i = 0; i < block.Count; i++)
            {
                // a row of weight 0 adds nothing, whatever its density
                total += block.Weights[i] > 0 ? block.Weights[i] * logDensity[i] : 0;
            }
        }

        return total;
    }

    /// <summary>There is nothing to maximize.</summary>
    public VariationalCore Maximize(VariationalCore current, ScoringStatistics<IBlockScorer> statistics) => current;
}
