namespace Mixtura.Report.Survey;

/// <summary>Weights in equal bins.</summary>
internal sealed class WeightedHistogram(double low, double high, int bins)
{
    private readonly double[] weights = new double[bins];

    public int Bins => bins;

    public double Width => (high - low) / bins;

    public double Total { get; private set; }

    /// <summary>Counts a value; one outside counts in the total only.</summary>
    public void Add(double value, double weight)
    {
        Total += weight;
        if (value >= low && value <= high)
        {
            weights[Math.Min(Width > 0 ? (int)((value - low) / Width) : 0, bins - 1)] += weight;
        }
    }

    public double Left(int bin) => low + (bin * Width);

    public double Weight(int bin) => weights[bin];

    /// <summary>The value below which this share of the weight lies, to the width of a bin.</summary>
    public double Quantile(double share)
    {
        double sum = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            sum += weights[bin];
            if (sum >= share * Total)
            {
                return Left(bin) + Width;
            }
        }

        return high;
    }
}
