namespace Mixtura.Estimation;

/// <summary>When EM stops, and on how many threads it runs.</summary>
public sealed record EmOptions
{
    /// <summary>The largest number of M-steps.</summary>
    /// <value>2000 by default; at least 0.</value>
    public int MaxIterations
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The largest number of iterations is at least 0.");
    } = 2000;

    /// <summary>EM has converged when the gain of the bound that is still to come, as Aitken's rule predicts it, and the last gain
    /// are at most this, in nats per row (per unit of weight).</summary>
    /// <value>1e-10 by default; 0 means never: exactly <see cref="MaxIterations"/> iterations.</value>
    public double Tolerance
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The tolerance is at least 0.");
    } = 1e-10;

    /// <summary>The number of threads; the result has the same bits for any number.</summary>
    /// <value>All processors by default.</value>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of threads is at least 1.");
    } = Environment.ProcessorCount;
}
