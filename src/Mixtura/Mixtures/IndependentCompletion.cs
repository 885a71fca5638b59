using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>Features that are independent within a component: what is observed says nothing of what is missing.</summary>
internal sealed class IndependentCompletion<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model) : IGapCompletion
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <inheritdoc/>
    public void Expect(int component, ReadOnlySpan<double> row, Span<double> means, Span<double> deviations) => family.WriteMoments(model, component, means, deviations);

    /// <inheritdoc/>
    public void Draw(int component, ReadOnlySpan<double> row, RandomSource random, Span<double> drawn) => family.Sample(model, component, random, drawn);
}
