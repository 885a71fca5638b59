namespace Mixtura.Estimation;

/// <summary>Why EM stopped.</summary>
public enum StopReason
{
    /// <summary>The bound rises no further, within the tolerance.</summary>
    Converged,

    /// <summary>The largest number of iterations was reached first.</summary>
    IterationLimit,

    /// <summary>The next model would have been degenerate; the last sound one is kept.</summary>
    Degenerate,

    /// <summary>Cancelled; the last whole iteration is kept.</summary>
    Cancelled,
}
