namespace Mixtura.Estimation;

/// <summary>When EM stops, and on how many threads it runs.</summary>
public sealed record EmOptions
{
    /// <summary>The largest number of iterations: M-steps, or leaps in place of them.</summary>
    /// <value>2000 by default; at least 0.</value>
    public int MaxIterations
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The largest number of iterations is at least 0.");
    } = 2000;

    /// <summary>EM has converged when the bound has no more than this to gain, in nats per row (per unit of weight): as Aitken's rule predicts it from
    /// the last two gains, or, accelerated, by the gain of the last three iterations and what the acceleration promises beside.</summary>
    /// <value>1e-10 by default; 0 means never: exactly <see cref="MaxIterations"/> iterations.</value>
    public double Tolerance
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The tolerance is at least 0.");
    } = 1e-10;

    /// <summary>Whether to leap further than EM's step where that does not lower the bound, with an EM step where one fails: quasi-Newton steps in EM's own
    /// metric for a family that is an <see cref="IAcceleratedModel{TModel, TStatistics}"/>, squared extrapolation (SQUAREM) for one that is an
    /// <see cref="IVectorModel{TModel, TStatistics}"/>; others get plain EM.</summary>
    /// <value>true by default; false is EM as in the textbook, iteration by iteration.</value>
    public bool Acceleration { get; init; } = true;

    /// <summary>Whether the model of every iteration is kept, in <see cref="EmResult{TModel}.Path"/>: memory for as many models as iterations.</summary>
    /// <value>false by default.</value>
    public bool KeepPath { get; init; }

    /// <summary>Whether a fit that was cancelled throws an <see cref="OperationCanceledException"/> even where it has a model, as .NET's own methods do, in the place of returning the best so far with
    /// <see cref="StopReason.Cancelled"/>. One without a model always throws.</summary>
    /// <value>false by default: nothing that was found is lost.</value>
    public bool ThrowIfCancelled { get; init; }

    /// <summary>The number of threads; the result has the same bits for any number.</summary>
    /// <value>All processors by default.</value>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of threads is at least 1.");
    } = Environment.ProcessorCount;

    /// <summary>Throws where a fit was cancelled and that is to be an exception.</summary>
    internal void ThrowWhereCancelled(StopReason reason, CancellationToken cancellationToken)
    {
        if (ThrowIfCancelled && reason == StopReason.Cancelled)
        {
            throw new OperationCanceledException("The fit was cancelled. Without EmOptions.ThrowIfCancelled the best model so far is returned.", cancellationToken);
        }
    }
}
