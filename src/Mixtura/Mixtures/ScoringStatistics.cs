using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>The entropy of the responsibilities, and the buffers of the family that computes them.</summary>
internal sealed class ScoringStatistics<TStatistics>(TStatistics workspace) : IStatistics<ScoringStatistics<TStatistics>>
{
    /// <summary>Whose buffers the E-step uses.</summary>
    public TStatistics Workspace { get; } = workspace;

    /// <summary>−Σᵢ wᵢ Σₖ rᵢₖ log rᵢₖ.</summary>
    public double Entropy { get; set; }

    /// <inheritdoc/>
    public int Length => 1;

    /// <inheritdoc/>
    public void Clear() => Entropy = 0;

    /// <inheritdoc/>
    public void Merge(ScoringStatistics<TStatistics> other) => Entropy += other.Entropy;

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination) => destination[0] = Entropy;

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source) => Entropy = source[0];
}
