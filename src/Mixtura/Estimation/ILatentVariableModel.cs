using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>
/// A model with latent variables in the general form of EM: an E-step that adds expected sufficient statistics, and an M-step
/// that maximizes the lower bound given those.
/// </summary>
/// <remarks>
/// The article's equations: log p(X|θ) has a sum over the latent variables inside the logarithm (eqs. 5, 9). With a distribution
/// q(T) multiplied and divided in (eq. 10), Jensen's inequality gives the lower bound L(θ, q) (eq. 11), which lies
/// KL(q ‖ p(T|X, θ)) below log p(X|θ) (eqs. 12, 13). The E-step sets q(T) to the posterior p(T|X, θ) (eqs. 6, 14): the divergence is 0
/// and the bound touches log p(X|θ). The M-step maximizes Q(θ, θ_old) = E_q log p(X, T|θ) (eqs. 7, 8, 15). The latent variables
/// may be discrete (a mixture's component) or continuous (a factor model's scores): only the statistics know.
/// </remarks>
/// <typeparam name="TModel">The parameters θ. Treated as immutable from the moment they are returned until <see cref="Release"/>.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics.</typeparam>
public interface ILatentVariableModel<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>An empty bag of statistics that fits this model. Several are filled at the same time, one a thread.</summary>
    TStatistics CreateStatistics(TModel model);

    /// <summary>The E-step over a few rows (eqs. 6, 14): adds their expected sufficient statistics under <paramref name="model"/>.</summary>
    /// <returns>Σᵢ wᵢ log p(xᵢ|θ) over the rows, in nats (eq. 9).</returns>
    double Expect(TModel model, RowBlock rows, TStatistics statistics);

    /// <summary>The M-step (eqs. 8, 15): the parameters that maximize the bound given the statistics of all rows under <paramref name="current"/>.</summary>
    TModel Maximize(TModel current, TStatistics statistics);

    /// <summary>Moves sums that were taken under one model so that they are what the same rows, latent variables left as they are, give under another: what is taken about centres (such as
    /// current means) moves to the new ones. On-line EM needs it between batches; sums about no centre stay as they are, which is the default.</summary>
    /// <param name="source">The model that the sums were taken under.</param>
    /// <param name="target">The model that further rows will be added under.</param>
    /// <param name="statistics">The sums.</param>
    void MoveTo(TModel source, TModel target, TStatistics statistics)
    {
    }

    /// <summary>What the objective has beside the log-likelihood: 0 for maximum likelihood, a log prior for MAP,
    /// −KL(q(θ) ‖ p(θ)) for variational inference. In nats.</summary>
    double ObjectiveTerm(TModel model) => 0.0;

    /// <summary>Why this model cannot be trusted or used (a component that collapsed, a matrix that is singular), or null if it is sound.
    /// EM stops before a model that is not.</summary>
    Degeneracy? FindDegeneracy(TModel model) => null;

    /// <summary>Tells that the engine holds <paramref name="model"/> no longer, so that its memory may serve for the next M-step.</summary>
    void Release(TModel model)
    {
    }
}
