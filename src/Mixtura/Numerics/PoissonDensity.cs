namespace Mixtura.Numerics;

/// <summary>The Poisson distribution in a form that keeps its digits where counts are large (Loader 2000): its log density is −D(x, λ) − s(x), with s(x)
/// of <see cref="LogFactorial.AboveStirling"/>, whereas x ln λ − λ − ln x! is a small difference of large numbers.</summary>
internal static class PoissonDensity
{
    // relative distance below which the series is taken: 8 terms of it are exact to double precision
    private const double Near = 0.1;

    /// <summary>D(x, λ) = x ln(x/λ) + λ − x, half the deviance; λ for x = 0, +∞ for λ = 0 and x above.</summary>
    public static double HalfDeviance(double x, double rate)
    {
        if (x == 0)
        {
            return rate;
        }

        double ratio = (x - rate) / (x + rate);
        return Math.Abs(ratio) < Near ? NearDeviance(x, rate, ratio) : (x * Math.Log(x / rate)) + rate - x;
    }

    /// <summary>log p(x|λ), in nats.</summary>
    public static double Log(double x, double rate) => -HalfDeviance(x, rate) - LogFactorial.AboveStirling(x);

    // ln(x/λ) = 2 artanh v with v = (x − λ) / (x + λ): the first term of its series and λ − x leave (x − λ) v
    private static double NearDeviance(double x, double rate, double ratio)
    {
        double square = ratio * ratio;
        double power = 2 * x * ratio;
        double sum = (x - rate) * ratio;
        for (int n = 3; n <= 17; n += 2)
        {
            power *= square;
            sum += power / n;
        }

        return sum;
    }
}
