using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>
/// A mixture p(x) = Σₖ πₖ fₖ(x) (eqs. 2–4) of any kind of components. A family says what a component's log density and its
/// statistics are; the E-step is written once over that, in <see cref="MixtureExpectation"/>.
/// </summary>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics, with the buffers that filling them needs.</typeparam>
public interface IMixtureFamily<TModel, TStatistics> : ILatentVariableModel<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>The most rows that the E-step hands over at a time.</summary>
    /// <value>256 by default, so that a block with its responsibilities stays in cache.</value>
    int BlockRows(TModel model) => 256;

    /// <summary>Whether rows may have gaps, NaN in the place of a value, which the density and the sums integrate out.</summary>
    bool IntegratesMissing => false;

    /// <summary>The number of components K.</summary>
    int ComponentCount(TModel model);

    /// <summary>Writes log πₖ + log fₖ(xᵢ) for every component and row (the logarithm of eq. 3), in nats.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="rows">At most <see cref="BlockRows"/> rows.</param>
    /// <param name="statistics">Whose buffers may be used; its sums are not touched.</param>
    /// <param name="destination">Receives the log joint densities. −∞ may stand for anything more than
    /// <see cref="MixtureExpectation.Negligible"/> below the row's largest.</param>
    void LogJoint(TModel model, RowBlock rows, TStatistics statistics, ComponentBlock destination);

    /// <summary>The same for one row, where a family has a short way: by any number of threads at the same time, without allocating.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="row">D numbers; NaN for a missing one where <see cref="IntegratesMissing"/>.</param>
    /// <param name="destination">Receives log πₖ + log fₖ(x), K numbers: all of them, however small.</param>
    /// <returns>False, by default, where there is no such way, or not for this row: it then goes through <see cref="LogJoint"/>, a block of its own.</returns>
    bool TryLogJoint(TModel model, ReadOnlySpan<double> row, Span<double> destination) => false;

    /// <summary>Adds the statistics of these rows; called right after <see cref="LogJoint"/> for the same rows.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="responsibilities">wᵢ · p(tᵢₖ = 1|xᵢ, θ): the row's weight is multiplied in already.</param>
    /// <param name="statistics">The sums to add to.</param>
    void Accumulate(TModel model, RowBlock rows, ComponentBlock responsibilities, TStatistics statistics);

    /// <summary>The number of free parameters, as AIC and BIC count them.</summary>
    int ParameterCount(TModel model);

    /// <inheritdoc/>
    double ILatentVariableModel<TModel, TStatistics>.Expect(TModel model, RowBlock rows, TStatistics statistics) =>
        MixtureExpectation.Expect(this, model, rows, statistics);
}
