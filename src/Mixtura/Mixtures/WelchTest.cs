using MathNet.Numerics;

namespace Mixtura.Mixtures;

/// <summary>Whether two samples have the same mean log density: Welch's t-test (1947), which lets their variances differ.</summary>
/// <remarks>t = d/s with s² = s₁²/n + s₂²/m, in samples of n and m independent rows; its degrees of freedom are s⁴ / (s₁⁴/(n²(n − 1)) + s₂⁴/(m²(m − 1))). Log densities have long lower tails: the p-value is one for many rows.</remarks>
/// <param name="Difference">d, the mean log density of the second sample less that of the first, in nats a row.</param>
/// <param name="StandardError">s; NaN where a row has density 0, a sample is of one row, or rows cannot be counted.</param>
/// <param name="DegreesOfFreedom">Those of Student's t; NaN where there is no standard error.</param>
/// <param name="PValue">The probability of a t as far from 0; NaN where there is no standard error.</param>
public sealed record WelchTest(double Difference, double StandardError, double DegreesOfFreedom, double PValue)
{
    // Student's t is normal then, to all digits that matter
    private const double Many = 1e6;

    /// <summary>t = d/s; 0 where samples of one and the same density do not differ.</summary>
    public double Statistic => Difference == 0 ? 0 * StandardError : Difference / StandardError;

    internal static WelchTest Of(ComparedSample first, ComparedSample second)
    {
        double difference = second.MeanLogDensity - first.MeanLogDensity;
        double own = first.Deviation * first.Deviation / first.TotalWeight;
        double other = second.Deviation * second.Deviation / second.TotalWeight;
        double variance = own + other;
        double degrees = variance == 0 ? first.TotalWeight + second.TotalWeight - 2
            : variance * variance / ((own * own / (first.TotalWeight - 1)) + (other * other / (second.TotalWeight - 1)));
        var test = new WelchTest(difference, Math.Sqrt(variance), degrees, double.NaN);
        return test with { PValue = TwoSided(test.Statistic, degrees) };
    }

    internal static double TwoSided(double t, double degrees) =>
        double.IsNaN(t) ? double.NaN
        : degrees > Many ? SpecialFunctions.Erfc(Math.Abs(t) / Math.Sqrt(2))
        : SpecialFunctions.BetaRegularized(0.5 * degrees, 0.5, degrees / (degrees + (t * t)));
}
