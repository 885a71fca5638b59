namespace Mixtura.Benchmarks;

/// <summary>The median of paired ratios, and an interval that holds the true one 95 times in a hundred, by the binomial distribution's ranks.</summary>
internal readonly record struct PairedRatios(double Before, double Median, double Low, double High)
{
    /// <summary>Whether it is above 1 beyond doubt.</summary>
    public bool IsCertain => Low > 1;

    /// <param name="ratios">One a round.</param>
    /// <param name="before">The time before, to be told.</param>
    public static PairedRatios Of(List<double> ratios, double before)
    {
        ratios.Sort();
        int n = ratios.Count;
        int rank = Math.Max(0, (int)Math.Floor((0.5 * n) - (0.98 * Math.Sqrt(n))));
        return new(before, ratios[n / 2], ratios[rank], ratios[n - 1 - rank]);
    }
}
