using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Starts;

/// <summary>Rows in memory to start from: all that have weight if they are few, else one drawn from each of equal stretches of the data.</summary>
internal sealed class RowSample
{
    // K-means on more rows gives no better start and costs as much as several EM passes
    private const int MostRows = 1 << 14;

    private readonly double[] values;
    private readonly double[] standardized;

    private RowSample(double[] values, double[] weights, bool isComplete, DataSummary summary)
    {
        this.values = values;
        Features = summary.Columns;
        Weights = weights;
        standardized = Standardize(values, summary);
        MayTie = !isComplete || HasTies();
        RunningWeights = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            RunningWeights[i] = sum += weights[i];
        }
    }

    /// <summary>D.</summary>
    public int Features { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Weights.Length;

    /// <summary>Whether a row of the data may stand there more than once, by repetition or by a weight above 1.</summary>
    public bool MayTie { get; }

    /// <summary>One weight a row, all positive.</summary>
    public double[] Weights { get; }

    /// <summary>The running sums of the weights: drawing in proportion to them treats a row of weight 2 as two rows.</summary>
    public double[] RunningWeights { get; }

    /// <summary>A row in the data's units.</summary>
    public ReadOnlySpan<double> Row(int row) => values.AsSpan(row * Features, Features);

    /// <summary>A row with every feature shifted to mean 0 and scaled to variance 1: where distances are taken.</summary>
    public ReadOnlySpan<double> Standardized(int row) => standardized.AsSpan(row * Features, Features);

    /// <summary>Draws the sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowSample Draw(IRowSource rows, DataSummary summary, ulong seed)
    {
        var chosenValues = new List<double>();
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
                    chosenValues.AddRange(block[i]);
                    weights.Add(block.Weights[i]);
                }

                chosen = Choose(++stretch, stretches, rows.Rows, random);
            }
        }

        return new RowSample([.. chosenValues], [.. weights], stretches == rows.Rows, summary);
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
    private static double[] Standardize(double[] rows, DataSummary summary)
    {
        int d = summary.Columns;
        var mean = summary.Mean.Span;
        var result = (double[])rows.Clone();
        for (int j = 0; j < d; j++)
        {
            double variance = summary.Covariance[j, j];
            double scale = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
            for (int i = j; i < result.Length; i += d)
            {
                result[i] = (result[i] - mean[j]) * scale;
            }
        }

        return result;
    }

    private bool HasTies()
    {
        var seen = new HashSet<UInt128>(Count);
        for (int i = 0; i < Count; i++)
        {
            if (Weights[i] > 1 || !seen.Add(RowHash.Of(Row(i))))
            {
                return true;
            }
        }

        return false;
    }
}
