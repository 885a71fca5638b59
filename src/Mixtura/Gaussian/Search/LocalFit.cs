using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Starts;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>EM on a few components and a few rows, the rest of the mixture held fixed: tells at a fraction of a pass what a move is worth.</summary>
/// <param name="family">The E-step and the M-step of the few.</param>
/// <param name="features">D.</param>
/// <param name="work">Where the work is counted.</param>
internal sealed class LocalFit(GaussianFamily family, int features, WorkCount work)
{
    private GaussianStatistics? kept;
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
    public LocalOutcome? Run(GaussianParameters start, LocalRows rows, int steps)
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

        return double.IsFinite(objective) ? new LocalOutcome(model, objective) : null;
    }

    private GaussianStatistics StatisticsFor(GaussianParameters start)
    {
        if (kept is null || keptComponents != start.Components)
        {
            kept = family.CreateStatistics(start);
            keptComponents = start.Components;
        }

        kept.Clear();
        return kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Expect(GaussianParameters model, LocalRows rows, GaussianStatistics statistics)
    {
        int k = model.Components;
        int step = family.BlockRows(model);
        int stride = BlockLayout.Stride(step);
        Prepare(step, (k + 1) * stride);
        double sum = 0;
        for (int start = 0; start < rows.Count; start += step)
        {
            int count = Math.Min(step, rows.Count - start);
            var block = new RowBlock(rows.Values.AsSpan(start * features, count * features), rows.Weights.AsSpan(start, count), features, start);
            var few = new ComponentBlock(joint.Span, k, count, stride);
            statistics.LogJoint(model, block, few);
            int all = k;
            if (rows.Background.Length > 0)
            {
                rows.Background.AsSpan(start, count).CopyTo(joint.Span[(k * stride)..]);
                all = k + 1;
            }

            sum += logSumExp!.Apply(joint.Span, stride, all, count, block.Weights, keepsLogDensity: false);
            statistics.Add(model, few);
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
