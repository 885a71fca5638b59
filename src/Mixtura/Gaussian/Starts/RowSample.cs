using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Starts;

/// <summary>Rows in memory to start from: all that have weight if they are few, else one drawn from each of equal stretches of the data.</summary>
internal sealed class RowSample
{
    // K-means on more rows gives no better start and costs as much as several EM passes
    private const int MostRows = 1 << 14;

    private RowSample(RowMatrix rows, double[] weights, DataSummary summary)
    {
        Rows = rows;
        Weights = weights;
        Standardized = Standardize(rows, summary);
        RunningWeights = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            RunningWeights[i] = sum += weights[i];
        }
    }

    /// <summary>The rows, in the data's units.</summary>
    public RowMatrix Rows { get; }

    /// <summary>The rows with every feature shifted to mean 0 and scaled to variance 1: where distances are taken.</summary>
    public RowMatrix Standardized { get; }

    /// <summary>One weight a row, all positive.</summary>
    public double[] Weights { get; }

    /// <summary>The running sums of the weights: drawing in proportion to them treats a row of weight 2 as two rows.</summary>
    public double[] RunningWeights { get; }

    /// <summary>Draws the sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowSample Draw(IRowSource rows, DataSummary summary, ulong seed)
    {
        var values = new List<double>();
        var weights = new List<double>();
        var random = new RandomStream(seed, ulong.MaxValue);
        long stretches = Math.Min(rows.Rows, MostRows);
        using var reader = rows.Open();
        long stretch = 0;
        long chosen = Choose(stretch, stretches, rows.Rows, random);
        while (reader.Read(1024, out var block))
        {
            for (int i = 0; i < block.Count; i++)
            {
                if (block.FirstRow + i != chosen)
                {
                    continue;
                }

                if (block.Weights[i] > 0)
                {
                    values.AddRange(block[i]);
                    weights.Add(block.Weights[i]);
                }

                chosen = Choose(++stretch, stretches, rows.Rows, random);
            }
        }

        return new RowSample(new RowMatrix(values.ToArray(), rows.Columns), [.. weights], summary);
    }

    // a row of the stretch [s·N/n, (s+1)·N/n); the only one if N = n
    private static long Choose(long stretch, long stretches, long rows, RandomStream random)
    {
        if (stretch >= stretches)
        {
            return -1;
        }

        long first = (long)((Int128)stretch * rows / stretches);
        long end = (long)((Int128)(stretch + 1) * rows / stretches);
        return end - first == 1 ? first : first + random.NextIndex(end - first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static RowMatrix Standardize(RowMatrix rows, DataSummary summary)
    {
        int d = rows.Columns;
        var mean = summary.Mean.Span;
        var values = rows.Values.ToArray();
        for (int j = 0; j < d; j++)
        {
            double variance = summary.Covariance[j, j];
            double scale = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
            for (int i = j; i < values.Length; i += d)
            {
                values[i] = (values[i] - mean[j]) * scale;
            }
        }

        return new RowMatrix(values, d);
    }
}
