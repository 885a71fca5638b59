namespace Mixtura.Mixtures;

/// <summary>Where a fit stands.</summary>
/// <param name="Restart">The start at work, counted from 0.</param>
/// <param name="Restarts">The number of starts asked for.</param>
/// <param name="Iteration">The number of M-steps of this start.</param>
/// <param name="LowerBound">The bound they led to, total, in nats.</param>
public readonly record struct FitProgress(int Restart, int Restarts, int Iteration, double LowerBound);
