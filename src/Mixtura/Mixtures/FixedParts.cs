using System.Globalization;
using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>Parts of a mixture that a fit leaves as they are in its start, or within bounds. The M-step maximizes over the others alone, so the bound still never falls. Of Gaussian and Student-t components.</summary>
/// <example>
/// <code>
/// // the first component is known, the others are sought
/// var options = new MixtureOptions { Start = start, Fixed = new FixedParts { Means = [0], Covariances = [0] } };
/// </code>
/// </example>
public sealed record FixedParts
{
    /// <summary>The components whose weight stays; the others share what is left of 1.</summary>
    public IReadOnlyList<int> Weights { get; init => field = ValueList<int>.Of(value); } = ValueList<int>.Empty;

    /// <summary>The components whose mean stays: covariances are then taken about it.</summary>
    public IReadOnlyList<int> Means { get; init => field = ValueList<int>.Of(value); } = ValueList<int>.Empty;

    /// <summary>The components whose covariance (of Student-t: scale matrix) stays. Full, diagonal and spherical ones of any component; where components share them, those of all or none.</summary>
    public IReadOnlyList<int> Covariances { get; init => field = ValueList<int>.Of(value); } = ValueList<int>.Empty;

    /// <summary>The components whose ν stays, of Student-t.</summary>
    public IReadOnlyList<int> DegreesOfFreedom { get; init => field = ValueList<int>.Of(value); } = ValueList<int>.Empty;

    /// <summary>What no component's weight goes below, of those whose weight is free. Each is then Nₖ/λ within the bounds, λ such that they sum to what the others leave.</summary>
    /// <value>0 by default, which is no bound; at most <see cref="MostWeight"/>.</value>
    public double LeastWeight { get; init; }

    /// <summary>What no component's weight goes above, of those whose weight is free.</summary>
    /// <value>1 by default, which is no bound.</value>
    public double MostWeight { get; init; } = 1;

    /// <summary>Whether weights have bounds.</summary>
    internal bool HasBounds => LeastWeight > 0 || MostWeight < 1;

    /// <summary>Whether every number is one of the components.</summary>
    /// <exception cref="InputException">One is not, or a weight of the start is outside the bounds.</exception>
    internal void Check(ReadOnlySpan<double> weights)
    {
        int components = weights.Length;
        foreach (int component in Weights.Concat(Means).Concat(Covariances).Concat(DegreesOfFreedom))
        {
            if (component < 0 || component >= components)
            {
                throw new InputException($"Component {component} is to stay fixed, and there {(components == 1 ? "is" : "are")} {Counted.Of(components, "component")}, counted from 0. Name one of them.");
            }
        }

        CheckBounds(weights);
    }

    // from a start outside them the first bound would fall
    private void CheckBounds(ReadOnlySpan<double> weights)
    {
        if (!(LeastWeight >= 0 && LeastWeight <= MostWeight && MostWeight <= 1))
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"The weights' bounds are {LeastWeight:R} and {MostWeight:R}. Give two numbers from 0 to 1, the least first."));
        }

        for (int k = 0; k < weights.Length; k++)
        {
            if (!Weights.Contains(k) && !(weights[k] >= LeastWeight && weights[k] <= MostWeight))
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"The weight of component {k} is {weights[k]:G6} in the start, outside the bounds {LeastWeight:R} to {MostWeight:R}. Start from weights within them."));
            }
        }
    }
}
