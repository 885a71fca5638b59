using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Search;

/// <summary>EM on a few components and a few rows, the rest of the mixture held fixed: tells at a fraction of a pass what a move is worth.</summary>
/// <param name="family">The E-step and the M-step of the few.</param>
/// <param name="features">D.</param>
/// <param name="work">Where the work is counted.</param>
internal sealed class LocalFit<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> family, int features, WorkCount work)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private TStatistics? kept;
    private int keptComponents;
    private BlockLogSumExp? logSumExp;
    private AlignedBuffer joint = new(0);
    private int blockRows;

    /// <summary>So many EM steps from <paramref name="start"/>, whose weights sum to 1.</summary>
    /// <param name="start">The few components.</param>
    /// <param name="rows">The few rows.</param>
    /// <param name="steps">The M-steps.</param>
    /// <returns>Where they led, and Σᵢ wᵢ log of (the few + the background) there; null if a component degenerated on the way.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public LocalOutcome<TModel>? Run(TModel start, LocalRows rows, int steps)
    {
        var statistics = StatisticsFor(start);
        var model = start;
        double objective = Expect(model, rows, statistics);
        for (int step = 0; step < steps; step++)
        {
            model = family.Maximize(model, statistics);
            if (family.FindDegeneracy(model) is not null)
            {
                return null;
            }

            statistics.Clear();
            objective = Expect(model, rows, statistics);
        }

        return double.IsFinite(objective) ? new LocalOutcome<TModel>(model, objective) : null;
    }

    private TStatistics StatisticsFor(TModel start)
    {
        if (kept is null || keptComponents != family.ComponentCount(start))
        {
            kept = family.CreateStatistics(start);
            keptComponents = family.ComponentCount(start);
        }

        kept.Clear();
        return kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Expect(TModel model, LocalRows rows, TStatistics statistics)
    {
        int k = family.ComponentCount(model);
        int step = family.BlockRows(model);
        int stride = BlockLayout.Stride(step);
        Prepare(step, (k + 1) * stride);
        double sum = 0;
        for (int start = 0; start < rows.Count; start += step)
        {
            int count = Math.Min(step, rows.Count - start);
            var block = new RowBlock(rows.Values.AsSpan(start * features, count * features), rows.Weights.AsSpan(start, count), features, start);
            var few = new ComponentBlock(joint.Span, k, count, stride);
            family.LogJoint(model, block, statistics, few);
            int all = k;
            if (rows.Background.Length > 0)
            {
                rows.Background.AsSpan(start, count).CopyTo(joint.Span[(k * stride)..]);
                all = k + 1;
            }

            sum += logSumExp!.Apply(joint.Span, stride, all, count, block.Weights, keepsLogDensity: false);
            family.Accumulate(model, block, few, statistics);
        }

        work.Add(rows.Count, k);
        return sum;
    }

    private void Prepare(int rows, int length)
    {
        if (rows > blockRows)
        {
            blockRows = rows;
            logSumExp = new BlockLogSumExp(rows);
        }

        if (joint.Length < length)
        {
            joint = new AlignedBuffer(length);
        }
    }
}
