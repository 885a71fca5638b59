using System.Collections;
using System.Diagnostics;
using System.Globalization;

namespace Mixtura.Data;

/// <summary>Numbers in order, such as the weights of a mixture: read by index, enumerated, or as a span. Equal where all numbers are.</summary>
/// <remarks>A view: it holds the memory it was given and copies nothing. Immutable and thread-safe as long as that memory is not written.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct RealVector : IReadOnlyList<double>, IEquatable<RealVector>
{
    // so many numbers are written out
    private const int MostShown = 10;

    /// <summary>Views numbers; nothing is copied.</summary>
    public RealVector(ReadOnlyMemory<double> values) => Values = values;

    /// <summary>The numbers, as memory.</summary>
    public ReadOnlyMemory<double> Values { get; }

    /// <summary>The numbers, as a span.</summary>
    public ReadOnlySpan<double> Span => Values.Span;

    /// <summary>How many there are.</summary>
    public int Length => Values.Length;

    /// <inheritdoc/>
    int IReadOnlyCollection<double>.Count => Length;

    /// <summary>The number in a place, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public double this[int index] => index >= 0 && index < Length
        ? Values.Span[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There {(Length == 1 ? "is" : "are")} {Counted.Of(Length, "number")}, counted from 0.");

    /// <summary>Numbers as a vector; nothing is copied.</summary>
    public static implicit operator RealVector(ReadOnlyMemory<double> values) => new(values);

    /// <summary>Numbers as a vector; nothing is copied.</summary>
    public static implicit operator RealVector(double[] values) => new(values);

    /// <summary>The numbers, as memory.</summary>
    public static implicit operator ReadOnlyMemory<double>(RealVector vector) => vector.Values;

    /// <summary>The numbers, as a span.</summary>
    public static implicit operator ReadOnlySpan<double>(RealVector vector) => vector.Span;

    /// <summary>Whether all numbers are equal.</summary>
    public static bool operator ==(RealVector left, RealVector right) => left.Equals(right);

    /// <summary>Whether a number differs.</summary>
    public static bool operator !=(RealVector left, RealVector right) => !left.Equals(right);

    /// <summary>A copy of the numbers.</summary>
    public double[] ToArray() => Values.ToArray();

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator()
    {
        for (int i = 0; i < Length; i++)
        {
            yield return Values.Span[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(RealVector other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RealVector other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (double value in Span)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <summary>The numbers between brackets, the first ten of many; a full stop for the decimal sign everywhere.</summary>
    public override string ToString()
    {
        string shown = string.Join(", ", Values.Span[..Math.Min(Length, MostShown)].ToArray().Select(static value => value.ToString(CultureInfo.InvariantCulture)));
        return Length <= MostShown ? $"[{shown}]" : $"[{shown}, … {Counted.Of(Length, "number")}]";
    }
}
