using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>Parts of a mixture that a fit leaves as they are in its start. The M-step maximizes over the others alone, so the bound still never falls. Of Gaussian and Student-t components.</summary>
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

    /// <summary>Whether every number is one of the components.</summary>
    /// <exception cref="InputException">One is not.</exception>
    internal void Check(int components)
    {
        foreach (int component in Weights.Concat(Means).Concat(Covariances).Concat(DegreesOfFreedom))
        {
            if (component < 0 || component >= components)
            {
                throw new InputException($"Component {component} is to stay fixed, and there {(components == 1 ? "is" : "are")} {Counted.Of(components, "component")}, counted from 0. Name one of them.");
            }
        }
    }
}
