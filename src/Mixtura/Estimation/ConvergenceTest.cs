namespace Mixtura.Estimation;

/// <summary>
/// When to stop. Plain EM: Aitken's rule, for its gains fall geometrically near the optimum, so the last two predict all that are to
/// come. Accelerated: the gain of the last three iterations, and what the acceleration still promises.
/// </summary>
/// <param name="tolerance">The largest gain still to come at which EM has converged, total, in nats; 0 means never.</param>
internal struct ConvergenceTest(double tolerance)
{
    private double previousBound = double.NaN;
    private double gain = double.NaN;
    private double previousGain = double.PositiveInfinity;
    private double gainBefore = double.PositiveInfinity;

    /// <summary>A few units in the last place of a bound: a gain below is rounding.</summary>
    public static double Rounding(double bound) => 4e-15 * Math.Abs(bound);

    /// <summary>Takes the next bound and tells whether the sequence has converged.</summary>
    /// <param name="bound">The bound.</param>
    /// <param name="promised">The gain still to come as the acceleration has it: +∞ where the bounds must tell (a plain step between leaps),
    /// <see cref="double.MaxValue"/> where nothing can yet; NaN without acceleration.</param>
    public bool Add(double bound, double promised = double.NaN)
    {
        (gainBefore, previousGain, gain) = (previousGain, gain, bound - previousBound);
        previousBound = bound;
        return tolerance > 0 && (double.IsNaN(promised) ? IsAtLimit(bound) : IsAtOptimum(bound, promised));
    }

    private readonly bool IsAtLimit(double bound) =>
        Math.Abs(gain) <= Rounding(bound) || Math.Max(Math.Abs(gain), GainToCome()) <= tolerance;

    private readonly bool IsAtOptimum(double bound, double promised) =>
        !IsGrowing(bound) && Math.Abs(gain) + Math.Abs(previousGain) + Math.Abs(gainBefore) <= Math.Max(tolerance, Rounding(bound))
        && (double.IsPositiveInfinity(promised) ? IsAtLimit(bound) : promised <= Math.Max(tolerance, Rounding(bound)));

    // gains that grow lead away from a saddle, however small they are
    private readonly bool IsGrowing(double bound) => gain > previousGain && previousGain > gainBefore && gain > Rounding(bound);

    // gain · a / (1 − a) with a the ratio of the last two gains
    private readonly double GainToCome()
    {
        double ratio = gain / previousGain;
        return ratio < 1 ? Math.Abs(gain * ratio / (1 - ratio)) : double.PositiveInfinity;
    }
}
