using System.Runtime.CompilerServices;
using Mixtura.Data;

namespace Mixtura.Gaussian.Starts;

/// <summary>Rows in memory to start from: all that have weight if they are few, else a systematic sample in proportion to the weights.</summary>
internal sealed class RowSample
{
    // K-means on more rows gives no better start and costs as much as several EM passes
    private const int MostRows = 1 << 14;

    private readonly double[] rowValues;
    private readonly double[] standardized;

    private RowSample(double[] rows, double[] weights, bool isComplete, DataSummary summary)
    {
        rowValues = rows;
        Features = summary.Columns;
        Weights = weights;
        standardized = Standardize(rows, summary);
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
    public ReadOnlySpan<double> Row(int row) => rowValues.AsSpan(row * Features, Features);

    /// <summary>A row with every feature shifted to mean 0 and scaled to variance 1: where distances are taken.</summary>
    public ReadOnlySpan<double> Standardized(int row) => standardized.AsSpan(row * Features, Features);

    /// <summary>Draws the sample.</summary>
    public static RowSample Draw(IRowSource rows, DataSummary summary, ulong seed, CancellationToken cancellationToken)
    {
        var values = new List<double>();
        var weights = new List<double>();
        var draw = new WeightedDraw(summary, MostRows, seed);
        using var reader = rows.Open();
        while (reader.Read(1024, out var block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < block.Count; i++)
            {
                double weight = draw.WeightOf(block.Weights[i]);
                if (weight > 0)
                {
                    values.AddRange(block[i]);
                    weights.Add(weight);
                }
            }
        }

        return new RowSample([.. values], [.. weights], summary.WeightedRows <= MostRows, summary);
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
