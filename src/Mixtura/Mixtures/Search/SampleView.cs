using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Search;

/// <summary>A sample of the rows as a mixture sees it: log joint densities and responsibilities.</summary>
internal sealed class SampleView<TModel, TStatistics>(RowSample sample, int components, IMixtureFamily<TModel, TStatistics> family, WorkCount work)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private readonly double[] joint = new double[sample.Count * components];
    private readonly double[] responsibilities = new double[sample.Count * components];
    private TStatistics? statistics;

    /// <summary>The sample.</summary>
    public RowSample Sample => sample;

    /// <summary>log p(xᵢ), one a row.</summary>
    public double[] LogDensities { get; } = new double[sample.Count];

    /// <summary>Looks with other parameters, a sample's worth of a pass.</summary>
    public void Look(TModel model)
    {
        Fill(model);
        work.Add(sample.Count, components);
    }

    /// <summary>log πₖ + log fₖ(xᵢ) of a component, one a row.</summary>
    public ReadOnlySpan<double> Joint(int component) => joint.AsSpan(component * sample.Count, sample.Count);

    /// <summary>The rows of which these components together hold more than <paramref name="least"/>; about <paramref name="most"/> of them, evenly taken, if there are more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public List<int> RowsOf(ReadOnlySpan<int> components, double least, int most)
    {
        var found = new List<int>();
        for (int i = 0; i < sample.Count; i++)
        {
            double held = 0;
            foreach (int k in components)
            {
                held += responsibilities[(k * sample.Count) + i];
            }

            if (held > least)
            {
                found.Add(i);
            }
        }

        int step = (found.Count + most - 1) / most;
        return step <= 1 ? found : [.. found.Where((_, at) => at % step == 0)];
    }

    /// <summary>Responsibility of a component for a row of the sample.</summary>
    public double Responsibility(int component, int row) => responsibilities[(component * sample.Count) + row];

    /// <summary>The values of these rows, one after another, as they were observed.</summary>
    public double[] Values(List<int> rows)
    {
        int d = sample.Columns;
        var values = new double[rows.Count * d];
        for (int i = 0; i < rows.Count; i++)
        {
            sample.Observed(rows[i], 1).CopyTo(values.AsSpan(i * d));
        }

        return values;
    }

    /// <summary>The weight of a row of the sample.</summary>
    public double Weight(int row) => sample.Weights[row];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(TModel model)
    {
        statistics ??= family.CreateStatistics(model);
        int step = family.BlockRows(model);
        int stride = BlockLayout.Stride(step);
        var block = new AlignedBuffer(components * stride);
        var logSumExp = new BlockLogSumExp(step);
        var ones = new double[step];
        Array.Fill(ones, 1);
        for (int start = 0; start < sample.Count; start += step)
        {
            int count = Math.Min(step, sample.Count - start);
            var rows = new RowBlock(sample.Observed(start, count), sample.Weights.AsSpan(start, count), sample.Columns, start);
            family.LogJoint(model, rows, statistics, new ComponentBlock(block.Span, components, count, stride));
            for (int k = 0; k < components; k++)
            {
                block.Span.Slice(k * stride, count).CopyTo(joint.AsSpan((k * sample.Count) + start));
            }

            logSumExp.Apply(block.Span, stride, components, count, ones.AsSpan(0, count), keepsLogDensity: true);
            for (int k = 0; k < components; k++)
            {
                block.Span.Slice(k * stride, count).CopyTo(responsibilities.AsSpan((k * sample.Count) + start));
            }

            logSumExp.LogDensity.CopyTo(LogDensities.AsSpan(start));
        }
    }
}
