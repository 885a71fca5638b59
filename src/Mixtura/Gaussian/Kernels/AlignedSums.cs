using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The sums that a kernel adds to: counts, shifts and second moments, in one run of doubles.</summary>
internal sealed class AlignedSums
{
    private readonly AlignedBuffer buffer;
    private readonly int components;
    private readonly int features;

    public AlignedSums(int components, int features, int scatterLength)
    {
        this.components = components;
        this.features = features;
        buffer = new AlignedBuffer(components + (components * features) + scatterLength);
    }

    /// <summary>All sums.</summary>
    public Span<double> Values => buffer.Span;

    /// <summary>Σᵢ rᵢₖ.</summary>
    public Span<double> Counts => Values[..components];

    /// <summary>Σᵢ rᵢₖ (xᵢ − μₖ), K×D.</summary>
    public Span<double> Shifts => Values.Slice(components, components * features);

    /// <summary>The second moments.</summary>
    public Span<double> Scatter => Values[(components * (1 + features))..];
}
