using System.Runtime.CompilerServices;

namespace Mixtura.Estimation;

/// <summary>The model that EM ended with and what happened on the way.</summary>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <param name="Model">The model whose bound is reported.</param>
/// <param name="Trace">The bound (total, nats) at the start and after every M-step: <c>Iterations + 1</c> numbers.</param>
/// <param name="StopReason">Why EM stopped.</param>
/// <param name="Degeneracy">What was wrong with the next model if the reason is <see cref="StopReason.Degenerate"/>, else null.</param>
/// <param name="Passes">The number of sweeps over the data.</param>
public sealed record EmResult<TModel>(
    TModel Model,
    IReadOnlyList<double> Trace,
    StopReason StopReason,
    Degeneracy? Degeneracy,
    int Passes)
{
    /// <summary>The lower bound L(θ, q) (eqs. 11, 13, 19) of <see cref="Model"/> with q its own posterior, where the divergence of eq. 12 is 0;
    /// total, in nats; −∞ if no pass was finished.</summary>
    public double LowerBound => Trace.Count > 0 ? Trace[^1] : double.NegativeInfinity;

    /// <summary>The model at the start and after every iteration, beside <see cref="Trace"/>; empty unless <see cref="EmOptions.KeepPath"/>.</summary>
    public IReadOnlyList<TModel> Path { get; init; } = [];

    /// <summary>The number of M-steps done.</summary>
    public int Iterations => Math.Max(0, Trace.Count - 1);

    /// <summary>It equals itself alone: it holds lists, which are not compared.</summary>
    public bool Equals(EmResult<TModel>? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
