namespace Mixtura.Mixtures;

/// <summary>The order in which a fit hands its components out. Likelihoods do not know it; people who compare fits do.</summary>
public sealed record ComponentOrder
{
    private ComponentOrder(bool isKept, int? feature) => (IsKept, Feature) = (isKept, feature);

    /// <summary>Falling weight, ties by means: equal fits print equally.</summary>
    public static ComponentOrder ByWeight { get; } = new(false, null);

    /// <summary>As EM had them: with <see cref="MixtureOptions.Start"/> that of the start.</summary>
    public static ComponentOrder Kept { get; } = new(true, null);

    /// <summary>Whether components stay as EM had them.</summary>
    public bool IsKept { get; }

    /// <summary>The feature by whose means they are ordered, counted from 0; null for none.</summary>
    public int? Feature { get; }

    /// <summary>Rising mean of a feature, ties by weight: the same from one sample of the data to the next.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public static ComponentOrder ByMeanOf(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        return new ComponentOrder(false, feature);
    }

    /// <summary>For each place, the component that goes there.</summary>
    /// <param name="components">The mixture as EM had it.</param>
    /// <param name="byWeight">Its order by weight.</param>
    internal int[] Of(Mixture components, int[] byWeight)
    {
        if (IsKept)
        {
            return [.. Enumerable.Range(0, byWeight.Length)];
        }

        if (Feature is not { } feature)
        {
            return byWeight;
        }

        double[] means = [.. Enumerable.Range(0, byWeight.Length).Select(k => components.MomentsOf(k).Means[feature])];
        return [.. byWeight.OrderBy(k => means[k])];
    }
}
