namespace Mixtura.Mixtures;

/// <summary>Where a fit stands. A bar shows <see cref="FinishedRestarts"/> of <see cref="Restarts"/>, which does not go back within a phase, though starts may run side by side.</summary>
/// <param name="Restart">The start at work, counted from 0.</param>
/// <param name="Restarts">The number of starts asked for, or else the most that will be made: starts that agree end it before.</param>
/// <param name="Iteration">The number of M-steps of this start.</param>
/// <param name="LowerBound">The bound they led to, total, in nats.</param>
public readonly record struct FitProgress(int Restart, int Restarts, int Iteration, double LowerBound)
{
    /// <summary>What the fit is at.</summary>
    public FitPhase Phase { get; init; }

    /// <summary>The starts that have ended, at most <see cref="Restarts"/>, and as many in the phase <see cref="FitPhase.Finish"/>.</summary>
    public int FinishedRestarts { get; init; }

    /// <summary>The highest bound of those in this phase that are sound, total, in nats; null before there is one.</summary>
    public double? BestLowerBound { get; init; }
}
