using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Bayesian;

/// <summary>A fitted variational mixture and what happened on the way.</summary>
public sealed record VariationalFit
{
    /// <summary>The posterior of the parameters; components by falling expected count.</summary>
    public required VariationalGaussianMixture Model { get; init; }

    /// <summary>The complete lower bound of log p(X) (10.70), total, in nats: comparable across K, structures and priors.</summary>
    public required double LowerBound { get; init; }

    /// <summary>The bound's parts.</summary>
    public required BoundTerms BoundTerms { get; init; }

    /// <summary>The bound of the winning start at its beginning and after each iteration.</summary>
    public required IReadOnlyList<double> Trace { get; init; }

    /// <summary>The mixture of the expected parameters of every entry of <see cref="Trace"/>, components in the order of <see cref="Model"/>; empty unless
    /// <see cref="EmOptions.KeepPath"/>.</summary>
    public IReadOnlyList<GaussianMixture> Path { get; init; } = [];

    /// <summary>Why the winning start stopped.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>Every start, in order.</summary>
    public required IReadOnlyList<RestartOutcome> Restarts { get; init; }

    /// <summary>How well the plain mixture of the expected parameters describes the data.</summary>
    public required MixtureScore Score { get; init; }

    /// <summary>Whether a row had another weight than 1.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The sweeps over the data, all starts together.</summary>
    public required double DataPasses { get; init; }

    /// <summary>How the starts were found.</summary>
    public required string Initialization { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The iterations of the winning start.</summary>
    public int Iterations => Math.Max(0, Trace.Count - 1);
}
