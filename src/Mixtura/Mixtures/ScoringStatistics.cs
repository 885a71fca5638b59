using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>The entropy of the responsibilities, and the buffers of the family that computes them.</summary>
internal sealed class ScoringStatistics<TStatistics>(TStatistics workspace) : IStatistics<ScoringStatistics<TStatistics>>
{
    /// <summary>Whose buffers the E-step uses.</summary>
    public TStatistics Workspace { get; } = workspace;

    /// <summary>Where the responsibilities are.</summary>
    public MixtureBuffers Buffers { get; } = new();

    /// <summary>−Σᵢ wᵢ Σₖ rᵢₖ log rᵢₖ.</summary>
    public double Entropy { get; set; }

    /// <summary>−Σᵢ wᵢ log maxₖ rᵢₖ.</summary>
    public double Doubt { get; set; }

    /// <inheritdoc/>
    public int Length => 2;

    /// <inheritdoc/>
    public void Clear() => (Entropy, Doubt) = (0, 0);

    /// <inheritdoc/>
    public void Merge(ScoringStatistics<TStatistics> other)
    {
        Entropy += other.Entropy;
        Doubt += other.Doubt;
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination)
    {
        destination[0] = Entropy;
        destination[1] = Doubt;
    }

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source) => (Entropy, Doubt) = (source[0], source[1]);
}
