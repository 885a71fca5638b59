namespace Mixtura.Estimation;

/// <summary>Where EM stands after an iteration.</summary>
/// <param name="Iteration">The number of M-steps done.</param>
/// <param name="LowerBound">The bound of the model they led to, total, in nats.</param>
public readonly record struct EmProgress(int Iteration, double LowerBound);
