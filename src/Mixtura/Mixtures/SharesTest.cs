using MathNet.Numerics;
using Mixtura.Mixtures.Comparisons;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>Whether two samples have the same shares of components: Pearson's χ² test of homogeneity (1900), for memberships that are a matter of degree.</summary>
/// <remarks>
/// With the difference d of the mean responsibilities of samples of n and m rows and the covariance S of the responsibilities of all n + m of them about their common mean, χ² = n m/(n + m) · dᵀ S⁺ d. This is n + m times Pillai's trace
/// (1955), Hotelling's T² in another form; where every row belongs to a component for certain it is Pearson's χ² of the table of 2×K counts. If all rows are independent draws from one distribution it is χ² distributed for many
/// rows, with the rank of S for degrees of freedom: K − 1, or K with noise. The mixture need not be true.
/// </remarks>
/// <param name="Statistic">χ².</param>
/// <param name="DegreesOfFreedom">The rank of S; 0 where the shares cannot differ, as of one component.</param>
/// <param name="PValue">The probability of a χ² at least as large; NaN without degrees of freedom, or where rows cannot be counted.</param>
/// <param name="SmallestExpected">The rows that the smaller sample would have of the rarest component if the shares were the same.</param>
public sealed record SharesTest(double Statistic, int DegreesOfFreedom, double PValue, double SmallestExpected)
{
    // Cochran (1954)
    private const double FewRows = 5;

    // responsibilities lie between 0 and 1: a variance below this is rounding, or of components that no row belongs to
    private const double LeastVariance = 1e-12;

    /// <summary>Whether a component expects fewer than 5 rows of a sample: then the p-value is a rough one.</summary>
    public bool IsSparse => SmallestExpected < FewRows;

    internal static SharesTest Of(ScoredSample first, ScoredSample second)
    {
        double n = first.TotalWeight;
        double m = second.TotalWeight;
        int d = first.Sums.Shares.Length;
        var difference = new double[d];
        var common = new double[d];
        for (int k = 0; k < d; k++)
        {
            difference[k] = (second.Sums.Shares[k] / m) - (first.Sums.Shares[k] / n);
            common[k] = (first.Sums.Shares[k] + second.Sums.Shares[k]) / (n + m);
        }

        var (form, rank) = Form(difference, Covariance(first.Sums, second.Sums, common, n + m));
        double statistic = n * (m / (n + m)) * form;
        bool hasTest = rank > 0 && first.Sums.IsCounted && second.Sums.IsCounted;
        return new SharesTest(statistic, rank, hasTest ? SpecialFunctions.GammaUpperRegularized(0.5 * rank, 0.5 * statistic) : double.NaN, Math.Min(n, m) * common.Min());
    }

    private static double[] Covariance(SampleSums first, SampleSums second, double[] mean, double total)
    {
        int d = mean.Length;
        var covariance = new double[d * d];
        for (int k = 0, place = 0; k < d; k++)
        {
            for (int l = 0; l <= k; l++, place++)
            {
                double entry = ((first.Products[place] + second.Products[place]) / total) - (mean[k] * mean[l]);
                (covariance[(k * d) + l], covariance[(l * d) + k]) = (entry, entry);
            }
        }

        return covariance;
    }

    // dᵀ S⁺ d and the rank of S
    private static (double Form, int Rank) Form(double[] difference, double[] covariance)
    {
        int d = difference.Length;
        var eigen = Eigen.Of(covariance, d);
        double form = 0;
        int rank = 0;
        for (; rank < d && eigen.Values[rank] > LeastVariance; rank++)
        {
            double along = 0;
            for (int k = 0; k < d; k++)
            {
                along += eigen.Vectors[(k * d) + rank] * difference[k];
            }

            form += along * along / eigen.Values[rank];
        }

        return (form, rank);
    }
}
