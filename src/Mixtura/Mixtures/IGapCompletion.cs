using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>What a component expects of the missing values of a row, given the observed ones; for one thread at a time.</summary>
public interface IGapCompletion
{
    /// <summary>The conditional expectation and standard deviation of every missing value; what stands in the places of observed ones is of no account.</summary>
    /// <param name="component">The component, counted from 0.</param>
    /// <param name="row">D values, NaN where one is missing.</param>
    /// <param name="means">Receives E[xⱼ | observed].</param>
    /// <param name="deviations">Receives the standard deviations (+∞ where there is none).</param>
    void Expect(int component, ReadOnlySpan<double> row, Span<double> means, Span<double> deviations);

    /// <summary>Draws every missing value from its conditional distribution.</summary>
    /// <param name="component">The component, counted from 0.</param>
    /// <param name="row">D values, NaN where one is missing.</param>
    /// <param name="random">Where from.</param>
    /// <param name="drawn">Receives the drawn values in the places of missing ones.</param>
    void Draw(int component, ReadOnlySpan<double> row, RandomSource random, Span<double> drawn);
}
