namespace Mixtura.Estimation;

/// <summary>What is wrong with a model that must not be used, as data: sentences are made where a person reads them.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Component">The component that it is wrong with, counted from 0 as the model counts them; −1 where it is the model as a whole.</param>
/// <param name="Features">The features that it shows in, counted from 0; empty for all.</param>
/// <param name="Value">The number that was found: rows' worth, a ratio of deviations, a bound; NaN where there is none.</param>
public sealed record Degeneracy(DegeneracyKind Kind, int Component = -1, IReadOnlyList<int>? Features = null, double Value = double.NaN)
{
    /// <summary>The features that it shows in, counted from 0; empty for all.</summary>
    public IReadOnlyList<int> Features { get; } = Features ?? [];

    /// <summary>What the model itself says of it, where its kind says too little; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>The same of a model whose components were put in another order.</summary>
    /// <param name="order">For each new place, the component that went there.</param>
    public Degeneracy Reordered(IReadOnlyList<int> order)
    {
        ArgumentNullException.ThrowIfNull(order);
        int place = -1;
        for (int k = 0; k < order.Count; k++)
        {
            place = order[k] == Component ? k : place;
        }

        return Component < 0 ? this : this with { Component = place };
    }

    /// <summary>Whether kind, component, features, number and remark are the same.</summary>
    public bool Equals(Degeneracy? other) =>
        other is not null && Kind == other.Kind && Component == other.Component && Features.SequenceEqual(other.Features)
        && Value.Equals(other.Value) && string.Equals(Remark, other.Remark, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Component, Value, Remark);
}
