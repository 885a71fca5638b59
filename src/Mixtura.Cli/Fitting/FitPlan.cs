using Mixtura.Bayesian;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Fitting;

/// <summary>What the command line asks for.</summary>
/// <param name="Components">K.</param>
/// <param name="Standardize">Whether to fit on standardized features.</param>
/// <param name="Options">All else.</param>
internal sealed record FitPlan(int Components, bool Standardize, GaussianMixtureOptions Options)
{
    /// <summary>A start that needs the rows; null for another.</summary>
    public RowStart? StartFrom { get; init; }

    /// <summary>How to fit by the Bayesian treatment; null for maximum likelihood.</summary>
    public VariationalOptions? Variational { get; init; }
}
