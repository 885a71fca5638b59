namespace Mixtura.Estimation;

/// <summary>Aitken's stopping rule: EM's gains fall geometrically near the optimum, so the last two predict all that are to come.</summary>
/// <param name="tolerance">The largest gain still to come at which EM has converged, total, in nats; 0 means never.</param>
internal struct ConvergenceTest(double tolerance)
{
    // a few units in the last place of the bound: a gain below is rounding
    private const double Rounding = 4e-15;

    private double previousBound = double.NaN;
    private double previousGain = double.NaN;

    /// <summary>Takes the next bound and tells whether the sequence has converged.</summary>
    public bool Add(double bound)
    {
        double gain = bound - previousBound;
        double toCome = GainToCome(gain);
        bool isRounding = Math.Abs(gain) <= Rounding * Math.Abs(bound);
        previousBound = bound;
        previousGain = gain;
        return tolerance > 0 && (isRounding || Math.Max(Math.Abs(gain), toCome) <= tolerance);
    }

    // gain · a / (1 − a) with a the ratio of the last two gains
    private readonly double GainToCome(double gain)
    {
        double ratio = gain / previousGain;
        return ratio < 1 ? Math.Abs(gain * ratio / (1 - ratio)) : double.PositiveInfinity;
    }
}
