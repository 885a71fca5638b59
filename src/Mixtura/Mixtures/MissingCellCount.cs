namespace Mixtura.Mixtures;

/// <summary>The cells that were missing in rows of positive weight, and were integrated out.</summary>
/// <param name="Cells">Their number.</param>
/// <param name="Rows">The rows that lack a value.</param>
/// <param name="EmptyRows">Those of them in which nothing is observed: they count towards the weights only.</param>
/// <param name="OfFeatures">The missing cells of every feature.</param>
public sealed record MissingCellCount(long Cells, long Rows, long EmptyRows, IReadOnlyList<long> OfFeatures)
{
    /// <summary>Equal where all counts are.</summary>
    public bool Equals(MissingCellCount? other) =>
        other is not null && (Cells, Rows, EmptyRows) == (other.Cells, other.Rows, other.EmptyRows) && OfFeatures.SequenceEqual(other.OfFeatures);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cells, Rows, EmptyRows);
}
