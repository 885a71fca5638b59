using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>The noise beside the components of a mixture: the density 1/V over the volume V that the data take up (Banfield and Raftery 1993), p(x) = π₀/V + Σₖ πₖ fₖ(x).</summary>
/// <remarks>Beyond the data's volume the density is 1/V too: a row that lies far from everything is noise. Draws lie within the bounding box.</remarks>
public sealed class UniformNoise
{
    private readonly double[] lower;
    private readonly double[] upper;
    private readonly bool[] whole;

    internal UniformNoise(double weight, double logVolume, double[] lower, double[] upper, bool[] whole)
    {
        (Weight, LogVolume) = (weight, logVolume);
        (this.lower, this.upper, this.whole) = (lower, upper, whole);
    }

    /// <summary>π₀, the share of the noise: it and the components' weights sum to 1.</summary>
    public double Weight { get; }

    /// <summary>log V.</summary>
    public double LogVolume { get; }

    /// <summary>V, in the product of the features' units.</summary>
    public double Volume => Math.Exp(LogVolume);

    /// <summary>The smallest value of every feature, D numbers.</summary>
    public RealVector Lower => lower;

    /// <summary>The largest.</summary>
    public RealVector Upper => upper;

    /// <summary>The same noise with another share.</summary>
    internal UniformNoise WithWeight(double weight) => new(weight, LogVolume, lower, upper, whole);

    /// <summary>The same over some of the features.</summary>
    internal UniformNoise Over(int[] features)
    {
        var kept = new HashSet<int>(features);
        return new UniformNoise(
            Weight, LogVolumeOver(kept.Contains), Array.ConvertAll(features, j => lower[j]), Array.ConvertAll(features, j => upper[j]), Array.ConvertAll(features, j => whole[j]));
    }

    /// <summary>log of the density of a row, over the features that are observed.</summary>
    internal double LogDensity(ReadOnlySpan<double> row)
    {
        if (!RowGaps.AnyIn(row))
        {
            return -LogVolume;
        }

        var observed = new bool[row.Length];
        for (int j = 0; j < row.Length; j++)
        {
            observed[j] = !double.IsNaN(row[j]);
        }

        return -LogVolumeOver(j => observed[j]);
    }

    /// <summary>Draws a row within the bounding box.</summary>
    internal void Sample(RandomSource random, Span<double> row)
    {
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = whole[j] ? lower[j] + random.NextIndex((long)(upper[j] - lower[j]) + 1) : lower[j] + (random.NextUniform() * (upper[j] - lower[j]));
        }
    }

    /// <summary>The side of the box along a feature; of whole numbers how many there are.</summary>
    internal static double Width(double lower, double upper, bool isWhole) => upper - lower + (isWhole ? 1 : 0);

    // what V is short of (or beyond) the box is shared evenly by the features
    private double LogVolumeOver(Func<int, bool> isKept)
    {
        int kept = 0;
        double box = 0, own = 0;
        for (int j = 0; j < lower.Length; j++)
        {
            double log = Math.Log(Width(lower[j], upper[j], whole[j]));
            box += log;
            own += isKept(j) ? log : 0;
            kept += isKept(j) ? 1 : 0;
        }

        double share = (double)kept / lower.Length;
        return double.IsFinite(box) ? own + (share * (LogVolume - box)) : share * LogVolume;
    }
}
