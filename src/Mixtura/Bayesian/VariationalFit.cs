using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Bayesian;

/// <summary>A fitted variational mixture and what happened on the way.</summary>
/// <remarks><see cref="MixtureFit.LowerBound"/> is the complete lower bound of log p(X) (10.70), total, in nats: comparable across K, structures and priors. <see cref="MixtureFit.Score"/> has
/// the log predictive density (10.81) of the data, and neither AIC, BIC nor ICL (they are NaN): those take a maximum of the likelihood, where parameters that are integrated out have none. What
/// charges for complexity here is the bound.</remarks>
public sealed record VariationalFit : MixtureFit
{
    internal VariationalFit()
    {
    }

    /// <summary>The posterior of the parameters; components by falling expected count, those of a process in the order of the sticks.</summary>
    public required new VariationalGaussianMixture Model { get; init; }

    /// <summary>The bound's parts.</summary>
    public required BoundTerms BoundTerms { get; init; }

    /// <summary>The mixture of the expected parameters of every entry of <see cref="MixtureFit.Trace"/>, components in the order of <see cref="Model"/>; empty unless
    /// <see cref="EmOptions.KeepPath"/>.</summary>
    public new IReadOnlyList<GaussianMixture> Path { get; init; } = [];

    /// <inheritdoc/>
    public override string Method => "variational";

    /// <inheritdoc/>
    public override MixtureFit WithComponentNames(params IReadOnlyList<string> names) => this with { Model = (VariationalGaussianMixture)Model.WithComponentNames(names) };

    private protected override Mixture AnyModel => Model;

    private protected override IReadOnlyList<Mixture> AnyPath => Path;
}
