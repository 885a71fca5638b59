using System.Collections.ObjectModel;

namespace Mixtura.Data;

/// <summary>What a record holds of a list: a copy that cannot change, and equals another of the same items in the same order.</summary>
internal sealed class ValueList<T> : ReadOnlyCollection<T>
{
    private ValueList(T[] items)
        : base(items)
    {
    }

    /// <summary>The list without items.</summary>
    public static new ValueList<T> Empty { get; } = new([]);

    /// <summary>Copies a list.</summary>
    public static ValueList<T> Of(IEnumerable<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value as ValueList<T> ?? new ValueList<T>([.. value]);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ValueList<T> other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in this)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
