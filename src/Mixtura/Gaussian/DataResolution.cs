using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Gaussian;

/// <summary>How finely the data were measured: the step of the grid that a feature's values lie on (whole years, quarters, tenths), found by looking.</summary>
/// <param name="Scale">What rounding alone leaves of a deviation, h/√12 for a step of h, as a yardstick; next to nothing for a feature on no grid.</param>
/// <param name="IsComplete">Whether every feature lies on a grid.</param>
internal sealed record DataResolution(DataScale Scale, bool IsComplete)
{
    // nor does a coarse one ask for more than this share of the data's own deviation: a feature that is 1 in one row of a hundred is narrow itself
    private const double LargestShare = 0.1;

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

    private static double StepOf(RowSample sample, int feature)
    {
        var values = Enumerable.Range(0, sample.Count).Select(i => sample.Observed(i, 1)[feature]);
        return ValueGrid.StepOf([.. values.Where(static value => !double.IsNaN(value))]);
    }

    private static double Left(double step, double deviation) =>
        step > 0 ? Math.Min(step / Math.Sqrt(12), LargestShare * deviation) : Math.Max(Covariances.WhitenedDeviation.SmallestRatio * deviation, double.Epsilon);
}
