using Mixtura.Gaussian.Starts;

namespace Mixtura.Gaussian;

/// <summary>How finely the data were measured: the step of the grid that a feature's values lie on (whole years, quarters, tenths), found by looking.</summary>
internal static class DataResolution
{
    // values this share of a step off the grid are on it: what decimals cost in double precision
    private const double OffGrid = 1e-6;

    // a step finer than this share of the feature's range says nothing about a component's width
    private const double Finest = 1e-6;

    private const int MostDecimals = 12;

    /// <summary>The deviation that rounding alone leaves, h/√12 for a step of h, as a yardstick; null where some feature lies on no grid.</summary>
    public static DataScale? Of(RowSample sample, CovarianceStructure structure)
    {
        var deviations = new double[sample.Features];
        for (int j = 0; j < deviations.Length; j++)
        {
            deviations[j] = StepOf(sample, j) / Math.Sqrt(12);
            if (deviations[j] == 0)
            {
                return null;
            }
        }

        return DataScale.OfDeviations(deviations, structure.Storage.HasCorrelations);
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
        var values = new double[sample.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = sample.Row(i)[feature];
        }

        return StepOf(values);
    }

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
