using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>What became of one start.</summary>
/// <param name="Restart">Its number, counted from 0; the number of its random stream too.</param>
/// <param name="LowerBound">The bound it reached, total, in nats. Starts are compared at a coarser tolerance than the final one; the winner is then
/// continued, and its bound here is the final one.</param>
/// <param name="Iterations">The number of iterations.</param>
/// <param name="StopReason">Why it stopped.</param>
/// <param name="Degeneracy">What was wrong if it degenerated, else null.</param>
public sealed record RestartOutcome(int Restart, double LowerBound, int Iterations, StopReason StopReason, Degeneracy? Degeneracy)
{
    /// <summary>Whether it may win: it did not degenerate.</summary>
    public bool IsSound => Degeneracy is null;
}
