using System.Globalization;

namespace Mixtura.Numerics;

/// <summary>What random choices begin from: the same seed gives the same numbers, on any runtime. Any whole number serves: <c>Seed = 7</c>, or a variable of any type of whole numbers.</summary>
/// <param name="Value">Its 64 bits.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>A number as a seed; a negative one by its bits.</summary>
    public static implicit operator Seed(long value) => new(unchecked((ulong)value));

    /// <summary>A number as a seed.</summary>
    public static implicit operator Seed(ulong value) => new(value);

    /// <summary>A number as a seed; a negative one by its bits.</summary>
    public static implicit operator Seed(int value) => new(unchecked((ulong)value));

    /// <summary>Its 64 bits.</summary>
    public static implicit operator ulong(Seed seed) => seed.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
