using System.Numerics.Tensors;

namespace Mixtura.Estimation;

/// <summary>The simplest statistics: a row of sums with an index each. Enough for most models one writes oneself.</summary>
/// <param name="length">The number of sums.</param>
public sealed class Sums(int length) : IStatistics<Sums>
{
    private readonly double[] values = new double[length];

    /// <inheritdoc/>
    public int Length => values.Length;

    /// <summary>The sum with this index.</summary>
    public ref double this[int index] => ref values[index];

    /// <summary>All sums.</summary>
    public Span<double> Values => values;

    /// <inheritdoc/>
    public void Clear() => Array.Clear(values);

    /// <inheritdoc/>
    public void Merge(Sums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        TensorPrimitives.Add(values, other.values, values);
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination) => values.CopyTo(destination);

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source) => source[..Length].CopyTo(values);
}
