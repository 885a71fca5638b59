using Mixtura.Mixtures.Comparisons;

namespace Mixtura.Mixtures;

/// <summary>Whether two samples have the same distribution of log densities: the two-sample test of Kolmogorov and Smirnov.</summary>
/// <remarks>D = supₓ |F(x) − G(x)| of the two distribution functions, looked at behind all rows of equal log density. The p-value is that of Smirnov's limit (1948), 2 Σⱼ (−1)ʲ⁻¹ exp(−2 j² λ²) with λ² = D² n m/(n + m): for independent
/// rows, too large where rows are few or many have the same density, as of counts and categories.</remarks>
/// <param name="Statistic">D, between 0 and 1.</param>
/// <param name="PValue">The probability of a D at least as large; NaN where rows cannot be counted.</param>
public sealed record KolmogorovSmirnovTest(double Statistic, double PValue)
{
    // either series has all digits of a double with so many terms on its side of this
    private const double Turn = 1;
    private const int Terms = 8;

    internal static KolmogorovSmirnovTest Of(ScoredSample first, ScoredSample second)
    {
        first.Densities.Sort();
        second.Densities.Sort();
        double distance = KeptDensities.Distance(first.Densities, second.Densities);
        bool hasTest = first.Sums.IsCounted && second.Sums.IsCounted;
        double rows = first.TotalWeight * (second.TotalWeight / (first.TotalWeight + second.TotalWeight));
        return new KolmogorovSmirnovTest(distance, hasTest ? UpperTail(Math.Sqrt(rows) * distance) : double.NaN);
    }

    /// <summary>1 − K(λ), K the limit that Kolmogorov (1933) found.</summary>
    internal static double UpperTail(double lambda) => lambda < Turn ? 1 - LowerTail(lambda) : Math.Min(1, Alternating(lambda));

    private static double Alternating(double lambda)
    {
        double sum = 0;
        for (int j = Terms; j >= 1; j--)
        {
            sum += (j % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * j * j * lambda * lambda);
        }

        return sum;
    }

    // the same function by Poisson's summation: √(2π)/λ Σⱼ exp(−(2j − 1)² π² / (8 λ²))
    private static double LowerTail(double lambda)
    {
        double sum = 0;
        for (int j = Terms; j >= 1 && lambda > 0; j--)
        {
            double odd = ((2 * j) - 1) * Math.PI / lambda;
            sum += Math.Sqrt(2 * Math.PI) / lambda * Math.Exp(-odd * odd / 8);
        }

        return sum;
    }
}
