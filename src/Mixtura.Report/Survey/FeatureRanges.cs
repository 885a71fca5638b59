using System.Runtime.InteropServices;

namespace Mixtura.Report.Survey;

/// <summary>From where to where the values of each feature go, and how far of that a picture shows.</summary>
internal sealed class FeatureRanges(int features)
{
    // where the outermost rows, so many of them at either end, stretch the picture more than this, they are left outside it at first
    private const double FarShare = 0.0025;
    private const double FarStretch = 5;

    private readonly List<double>[] sample = [.. Enumerable.Range(0, features).Select(static _ => new List<double>())];

    /// <summary>The smallest value of every feature.</summary>
    public double[] Low { get; } = [.. Enumerable.Repeat(double.PositiveInfinity, features)];

    /// <summary>The largest.</summary>
    public double[] High { get; } = [.. Enumerable.Repeat(double.NegativeInfinity, features)];

    /// <summary>Takes a value in.</summary>
    /// <param name="feature">Its feature.</param>
    /// <param name="value">The value.</param>
    /// <param name="isDrawn">Whether its row is drawn: those tell which values are far out.</param>
    public void Add(int feature, double value, bool isDrawn)
    {
        if (isDrawn)
        {
            sample[feature].Add(value);
        }

        Low[feature] = Math.Min(Low[feature], value);
        High[feature] = Math.Max(High[feature], value);
    }

    /// <summary>What a picture of a feature shows: all values, or where a few lie far away, without those.</summary>
    public (double Low, double High) ViewOf(int feature)
    {
        var values = sample[feature];
        values.Sort();
        int far = (int)Math.Ceiling(FarShare * values.Count);
        if (values.Count <= 2 * far)
        {
            return (Low[feature], High[feature]);
        }

        var (low, high) = (values[far], values[^(far + 1)]);
        double length = high - low;
        return length > 0 && High[feature] - Low[feature] > FarStretch * length
            ? (Math.Max(Low[feature], low - length), Math.Min(High[feature], high + length))
            : (Low[feature], High[feature]);
    }

    /// <summary>The values of the rows that are drawn.</summary>
    public ReadOnlySpan<double> ValuesOf(int feature) => CollectionsMarshal.AsSpan(sample[feature]);
}
