using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Starts;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>A sample of the rows as a mixture sees it: log joint densities and responsibilities.</summary>
internal sealed class SampleView(RowSample sample, int components, GaussianFamily family, WorkCount work)
{
    private readonly double[] joint = new double[sample.Count * components];
    private readonly double[] responsibilities = new double[sample.Count * components];
    private GaussianStatistics? statistics;

    /// <summary>log p(xᵢ), one a row.</summary>
    public double[] LogDensities { get; } = new double[sample.Count];

    /// <summary>Looks with other parameters, a sample's worth of a pass.</summary>
    public void Look(GaussianParameters model)
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

    /// <summary>The values of these rows, one after another.</summary>
    public double[] Values(List<int> rows)
    {
        int d = sample.Features;
        var values = new double[rows.Count * d];
        for (int i = 0; i < rows.Count; i++)
        {
            sample.Row(rows[i]).CopyTo(values.AsSpan(i * d));
        }

        return values;
    }

    /// <summary>The weight of a row of the sample.</summary>
    public double Weight(int row) => sample.Weights[row];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(GaussianParameters model)
    {
        statistics ??= family.CreateStatistics(model);
        int step = family.BlockRows(model);
        int stride = BlockLayout.Stride(step);
        var block = new AlignedBuffer(model.Components * stride);
        var logSumExp = new BlockLogSumExp(step);
        var ones = new double[step];
        Array.Fill(ones, 1);
        for (int start = 0; start < sample.Count; start += step)
        {
            int count = Math.Min(step, sample.Count - start);
            var rows = new RowBlock(sample.Rows(start, count), sample.Weights.AsSpan(start, count), sample.Features, start);
            statistics.LogJoint(model, rows, new ComponentBlock(block.Span, model.Components, count, stride));
            for (int k = 0; k < model.Components; k++)
            {
                block.Span.Slice(k * stride, count).CopyTo(joint.AsSpan((k * sample.Count) + start));
            }

            logSumExp.Apply(block.Span, stride, model.Components, count, ones.AsSpan(0, count), keepsLogDensity: true);
            for (int k = 0; k < model.Components; k++)
            {
                block.Span.Slice(k * stride, count).CopyTo(responsibilities.AsSpan((k * sample.Count) + start));
            }

            logSumExp.LogDensity.CopyTo(LogDensities.AsSpan(start));
        }
    }
}
