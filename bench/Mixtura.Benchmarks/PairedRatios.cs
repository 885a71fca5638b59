namespace Mixtura.Benchmarks;

/// <summary>The median of paired ratios, and an interval that holds the true one 95 times in a hundred, by the binomial distribution's ranks.</summary>
internal readonly record struct PairedRatios(double Before, double Median, double Low, double High)
{
    /// <summary>Whether it is above 1 beyond doubt.</summary>
    public bool IsCertain => Low > 1;

    public static PairedRatios Of(List<double> ratios, List<double> times)
    {
        ratios.Sort();
        times.Sort();
        int n = ratios.Count;
        int rank = Math.Max(0, (int)Math.Floor((0.5 * n) - (0.98 * Math.Sqrt(n))));
        return new(times[n / 2], ratios[n / 2], ratios[rank], ratios[n - 1 - rank]);
    }
}
