namespace Mixtura.Estimation;

/// <summary>What the last iteration brought, in total, in nats.</summary>
/// <param name="Bound">The bound.</param>
/// <param name="Gain">By how much it rose.</param>
/// <param name="TotalWeight">Σᵢ wᵢ.</param>
internal readonly record struct Ascent(double Bound, double Gain, double TotalWeight)
{
    /// <summary>What a gain must exceed to be more than rounding.</summary>
    public double Rounding => ConvergenceTest.Rounding(Bound);
}
