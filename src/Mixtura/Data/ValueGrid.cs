namespace Mixtura.Data;

/// <summary>The grid that measured values lie on: whole years, quarters, tenths.</summary>
public static class ValueGrid
{
    // values this share of a step off the grid are on it: what decimals cost in double precision
    private const double OffGrid = 1e-6;

    // a step finer than this share of the values' range is none worth the name
    private const double Finest = 1e-6;

    private const int MostDecimals = 12;

    /// <summary>The step of the grid that these values lie on, in their units; 0 if there is none worth the name.</summary>
    /// <param name="values">Finite values, in any order.</param>
    public static double StepOf(ReadOnlySpan<double> values)
    {
        double[] distinct = [.. values.ToArray().Distinct().Order()];
        if (distinct.Length < 2)
        {
            return 0;
        }

        double range = distinct[^1] - distinct[0];
        double gap = Enumerable.Range(1, distinct.Length - 1).Min(i => distinct[i] - distinct[i - 1]);
        return Candidates(gap).FirstOrDefault(step => step > Finest * range && LieOn(step, distinct));
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
