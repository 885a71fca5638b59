namespace Mixtura.Estimation;

/// <summary>A model whose parameters have local coordinates, so that steps longer than EM's can be tried: what acceleration needs.</summary>
/// <remarks>
/// <para>A tangent vector says where to go from some parameters θ, in coordinates in which EM's own step is, near the optimum of well separated
/// latent variables, the gradient itself (the metric of the complete data's Fisher information, per row). <see cref="Retract"/> goes
/// there, <see cref="Tangent"/> is its inverse. The gradient of log p(X|θ) comes from the statistics of the E-step alone (Fisher's identity:
/// it equals that of Q(θ, θ_old), eq. 7, at θ = θ_old), so it costs no pass.</para>
/// </remarks>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics.</typeparam>
public interface IAcceleratedModel<TModel, TStatistics> : ILatentVariableModel<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>The length of tangent vectors; 0 if these parameters have none and are to be left to plain EM (or, if the
    /// family is an <see cref="IVectorModel{TModel, TStatistics}"/> too, to leaps along its vector).</summary>
    int TangentLength(TModel model);

    /// <summary>Writes the gradient of the objective per row (per unit of weight), in local coordinates, from the statistics taken under <paramref name="model"/>.</summary>
    void Gradient(TModel model, TStatistics statistics, Span<double> gradient);

    /// <summary>Writes the tangent vector that leads from one model to another.</summary>
    void Tangent(TModel model, TModel other, Span<double> tangent);

    /// <summary>The model that a tangent vector leads to.</summary>
    TModel Retract(TModel model, ReadOnlySpan<double> tangent);

    /// <summary>The largest relative change that a tangent vector makes to any one component: what the cap on the length of steps looks at.</summary>
    double StepSize(TModel model, ReadOnlySpan<double> tangent);
}
