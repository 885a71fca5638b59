using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Search;

/// <summary>From rows that are shared out to components to their parameters: sums as if the shares were responsibilities, then one M-step.</summary>
/// <param name="family">The family.</param>
/// <param name="about">What the sums are taken about; as many components as there are shares.</param>
internal sealed class SharedRows<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel about)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>The parameters.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="owners">The component of each.</param>
    /// <param name="evenly">How much of each row is shared out evenly, 0…1.</param>
    public TModel Fit(RowSample sample, int[] owners, double evenly) => Fit(sample.Observed(0, sample.Count), sample.Columns, sample.Weights, owners, evenly);

    /// <summary>The same for rows by themselves.</summary>
    public TModel Fit(ReadOnlySpan<double> values, int features, double[] weights, int[] owners, double evenly)
    {
        var statistics = family.CreateStatistics(about);
        int components = family.ComponentCount(about);
        int step = family.BlockRows(about);
        int stride = BlockLayout.Stride(step);
        var buffer = new AlignedBuffer(components * stride);
        for (int first = 0; first < owners.Length; first += step)
        {
            int count = Math.Min(step, owners.Length - first);
            var rows = new RowBlock(values.Slice(first * features, count * features), weights.AsSpan(first, count), features, first);
            var block = new ComponentBlock(buffer.Span, components, count, stride);
            family.LogJoint(about, rows, statistics, block);
            buffer.Span.Clear();
            for (int i = 0; i < count; i++)
            {
                Share(block, i, weights[first + i], owners[first + i], evenly);
            }

            family.Accumulate(about, rows, block, statistics);
        }

        return family.Maximize(about, statistics);
    }

    private static void Share(ComponentBlock block, int row, double weight, int owner, double evenly)
    {
        for (int k = 0; k < block.Components; k++)
        {
            block[k][row] = weight * ((evenly / block.Components) + (k == owner ? 1 - evenly : 0));
        }
    }
}
