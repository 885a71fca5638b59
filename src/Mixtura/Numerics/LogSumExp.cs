namespace Mixtura.Numerics;

/// <summary>log Σ exp of the terms of one row, as <see cref="BlockLogSumExp"/> does it for a block.</summary>
internal static class LogSumExp
{
    /// <summary>The logarithm of the sum of exp(terms), in nats; the largest term itself where that is not finite. The terms are lost.</summary>
    /// <param name="terms">Logarithms.</param>
    public static double Of(Span<double> terms) => TryExponentiate(terms, out double largest, out double sum) ? largest + Math.Log(sum) : largest;

    /// <summary>Every term l to exp(l − largest), what is negligible to 0.</summary>
    /// <param name="terms">Logarithms; NaN makes the largest NaN.</param>
    /// <param name="largest">The largest of them.</param>
    /// <param name="sum">The sum of what they become, at least 1.</param>
    /// <returns>False, and the terms as they were, where the largest is not finite.</returns>
    public static bool TryExponentiate(Span<double> terms, out double largest, out double sum)
    {
        largest = double.NegativeInfinity;
        foreach (double term in terms)
        {
            // NaN stays
            largest = Math.Max(largest, term);
        }

        sum = 0;
        if (!double.IsFinite(largest))
        {
            return false;
        }

        foreach (ref double term in terms)
        {
            double below = term - largest;
            term = below < -BlockLogSumExp.Negligible ? 0 : Math.Exp(below);
            sum += term;
        }

        return true;
    }
}
