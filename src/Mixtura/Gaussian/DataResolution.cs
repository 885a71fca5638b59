using Mixtura.Mixtures;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Gaussian;

/// <summary>How finely the data were measured: the step of the grid that a feature's values lie on (whole years, quarters, tenths), found by looking.</summary>
/// <param name="Scale">What rounding alone leaves of a deviation, h/√12 for a step of h, as a yardstick; next to nothing for a feature on no grid.</param>
/// <param name="IsComplete">Whether every feature lies on a grid.</param>
internal sealed record DataResolution(DataScale Scale, bool IsComplete)
{
    // values this share of a step off the grid are on it: what decimals cost in double precision
    private const double OffGrid = 1e-6;

    // a step finer than this share of the feature's range says nothing about a component's width
    private const double Finest = 1e-6;

    // nor does a coarse one ask for more than this share of the data's own deviation: a feature that is 1 in one row of a hundred is narrow itself
    private const double LargestShare = 0.1;

    private const int MostDecimals = 12;

    // in more features the thinnest direction of a component says nothing about rounding, and costs D³ to find
    private const int MostFeatures = 128;

    /// <summary>The resolution of these rows; null where no feature lies on a grid.</summary>
    public static DataResolution? Of(RowSample sample, DataSummary summary, CovarianceStructure structure)
    {
        int d = sample.Features;
        double[] steps = d > MostFeatures ? new double[d] : [.. Enumerable.Range(0, d).Select(j => StepOf(sample, j))];
        if (Array.TrueForAll(steps, static step => step == 0))
        {
            return null;
        }

        double[] deviations = [.. Enumerable.Range(0, d).Select(j => Left(steps[j], Math.Sqrt(summary.Variances.Span[j])))];
        return new DataResolution(DataScale.OfDeviations(deviations, structure.Storage.HasCorrelations), Array.TrueForAll(steps, static step => step > 0));
    }

    /// <summary>The step of the grid that these values lie on; 0 if there is none worth the name.</summary>
    public static double StepOf(double[] values)
    {
        double[] distinct = [.. values.Distinct().Order()];
        if (distinct.Length < 2)
        {
            return 0;
        }

        double range = distinct[^1] - distinct[0];
        double gap = Enumerable.Range(1, distinct.Length - 1).Min(i => distinct[i] - distinct[i - 1]);
        return Candidates(gap).FirstOrDefault(step => step > Finest * range && LieOn(step, distinct));
    }

    private static double StepOf(RowSample sample, int feature)
    {
        var values = Enumerable.Range(0, sample.Count).Select(i => sample.Observed(i, 1)[feature]);
        return StepOf([.. values.Where(static value => !double.IsNaN(value))]);
    }

    private static double Left(double step, double deviation) =>
        step > 0 ? Math.Min(step / Math.Sqrt(12), LargestShare * deviation) : Math.Max(Covariances.WhitenedDeviation.SmallestRatio * deviation, double.Epsilon);

    // the smallest gap, then the decimal steps below it: 1.3, 1.5, 1.8 are tenths
    private static IEnumerable<double> Candidates(double gap)
    {
        yield return gap;
        for (int decimals = -MostDecimals; decimals <= MostDecimals; decimals++)
        {
            double step = Math.Pow(10, -decimals);
            if (step < gap)
            {
                yield return step;
            }
        }
    }

    private static bool LieOn(double step, double[] distinct) => Array.TrueForAll(distinct, value =>
    {
        double steps = (value - distinct[0]) / step;
        double rounding = 4e-16 * (Math.Abs(value) + Math.Abs(distinct[0])) / step;
        return Math.Abs(steps - Math.Round(steps)) <= OffGrid + rounding && rounding < 0.1;
    });
}
