using Mixtura.Estimation;
using Mixtura.Mixtures.Parts;

namespace Mixtura.Families.Columns;

/// <summary>The sums of all parts, one after another.</summary>
internal sealed class ColumnsStatistics(PartSums[] parts) : IStatistics<ColumnsStatistics>
{
    /// <summary>The sums of each part.</summary>
    public IReadOnlyList<PartSums> Parts => parts;

    /// <inheritdoc/>
    public int Length { get; } = parts.Sum(static part => part.Length);

    /// <inheritdoc/>
    public void Clear() => Array.ForEach(parts, static part => part.Clear());

    /// <inheritdoc/>
    public void Merge(ColumnsStatistics other)
    {
        for (int p = 0; p < parts.Length; p++)
        {
            parts[p].Merge(other.Parts[p]);
        }
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination)
    {
        foreach (var part in parts)
        {
            part.CopyTo(destination[..part.Length]);
            destination = destination[part.Length..];
        }
    }

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source)
    {
        foreach (var part in parts)
        {
            part.CopyFrom(source[..part.Length]);
            source = source[part.Length..];
        }
    }
}
