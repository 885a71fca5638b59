using System.Diagnostics.CodeAnalysis;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>A fitted Gaussian mixture and what happened on the way, as data.</summary>
public sealed record GaussianMixtureFit : MixtureFit<GaussianMixture>
{
    [SetsRequiredMembers]
    internal GaussianMixtureFit(MixtureFit<GaussianMixture> fit)
        : base(fit)
    {
    }

    /// <summary>The prior on means and covariances, or null for maximum likelihood.</summary>
    public CovariancePrior? Prior { get; init; }
}
