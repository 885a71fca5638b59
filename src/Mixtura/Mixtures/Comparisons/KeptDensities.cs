using System.Runtime.InteropServices;
using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Comparisons;

/// <summary>The log density of every row of a sample, a number a row, and its weight where rows are weighted, another.</summary>
/// <param name="rows">The number of rows.</param>
internal sealed class KeptDensities(int rows)
{
    // what is equal up to rounding is equal: of discrete rows many have the same density
    private const double Rounding = 1e-9;

    private readonly double[] values = new double[rows];
    private double[]? weights;

    /// <summary>Σᵢ wᵢ of all rows, once they are in order.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>Room for the log densities of a block; threads may fill different ones at the same time.</summary>
    public Span<double> Take(RowBlock block)
    {
        int first = (int)block.FirstRow;
        if (block.Weights.ContainsAnyExcept(1.0))
        {
            block.Weights.CopyTo(LazyInitializer.EnsureInitialized(ref weights, NewWeights).AsSpan(first));
        }

        return values.AsSpan(first, block.Count);
    }

    /// <summary>Gives every process the rows of all.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="partition">Whose slots each has swept over a run of.</param>
    /// <param name="isWeighted">Whether a row of any process has another weight than 1.</param>
    public void Share(IProcessGroup group, SlotPartition partition, bool isWeighted)
    {
        var (slot, end) = group.Slots(partition.Count);
        int first = (int)Math.Min(partition.FirstRow(slot), values.Length);
        int count = (int)Math.Min(partition.FirstRow(end), values.Length) - first;
        foreach (double[] numbers in isWeighted ? [values, weights ??= NewWeights()] : (double[][])[values])
        {
            var all = MemoryMarshal.AsBytes(numbers.AsSpan());
            foreach (byte[] part in group.All(MemoryMarshal.AsBytes(numbers.AsSpan(first, count)).ToArray()))
            {
                part.CopyTo(all);
                all = all[part.Length..];
            }
        }
    }

    /// <summary>The variance Σᵢ wᵢ (log p(xᵢ) − m)² / (Σᵢ wᵢ − 1).</summary>
    /// <param name="mean">m.</param>
    public double VarianceAbout(double mean)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = weights is null ? 1 : weights[i];
            sum += weight > 0 ? weight * (values[i] - mean) * (values[i] - mean) : 0;
            total += weight;
        }

        return total > 1 ? sum / (total - 1) : double.NaN;
    }

    /// <summary>Puts the rows into rising order.</summary>
    public void Sort()
    {
        if (weights is null)
        {
            Array.Sort(values);
        }
        else
        {
            Array.Sort(values, weights);
        }

        TotalWeight = weights?.Sum() ?? values.Length;
    }

    /// <summary>supₓ |F(x) − G(x)| of the distribution functions of two samples in order, looked at behind all rows of equal density.</summary>
    public static double Distance(KeptDensities first, KeptDensities second)
    {
        int i = 0, j = 0;
        double below = 0, belowSecond = 0, largest = 0;
        while (i < first.values.Length && j < second.values.Length)
        {
            double value = Math.Min(first.values[i], second.values[j]);
            double most = double.IsFinite(value) ? value + (Rounding * Math.Max(1, Math.Abs(value))) : value;
            i = first.Pass(i, most, ref below);
            j = second.Pass(j, most, ref belowSecond);
            largest = Math.Max(largest, Math.Abs((below / first.TotalWeight) - (belowSecond / second.TotalWeight)));
        }

        return largest;
    }

    private int Pass(int at, double most, ref double below)
    {
        for (; at < values.Length && values[at] <= most; at++)
        {
            below += weights is null ? 1 : weights[at];
        }

        return at;
    }

    private double[] NewWeights()
    {
        var ones = new double[values.Length];
        Array.Fill(ones, 1);
        return ones;
    }
}
