namespace Mixtura.Estimation;

/// <summary>A bag of plain sums: the expected sufficient statistics that an M-step needs, all that Q(θ, θ_old) (eq. 7) keeps of the data.</summary>
/// <remarks>
/// Merging two bags is addition, so threads, files and machines are all the same operation. A bag is filled by one thread at a
/// time; it may carry the buffers that filling it needs.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IStatistics<TSelf>
    where TSelf : class, IStatistics<TSelf>
{
    /// <summary>The number of sums.</summary>
    int Length { get; }

    /// <summary>Sets every sum to 0.</summary>
    void Clear();

    /// <summary>Adds the sums of <paramref name="other"/> to these.</summary>
    void Merge(TSelf other);

    /// <summary>Writes the <see cref="Length"/> sums out.</summary>
    void CopyTo(Span<double> destination);

    /// <summary>Replaces the sums by <see cref="Length"/> numbers that <see cref="CopyTo"/> wrote.</summary>
    void CopyFrom(ReadOnlySpan<double> source);
}
