using Mixtura.Numerics;

namespace Mixtura.Mixtures.Parts;

/// <summary>A part's sums, with room for its columns of a few rows and for its log joint densities of them.</summary>
internal abstract class PartSums
{
    private AlignedBuffer joint = new(0);
    private double[] values = [];

    /// <summary>The number of sums.</summary>
    public abstract int Length { get; }

    /// <summary>Sets every sum to 0.</summary>
    public abstract void Clear();

    /// <summary>Adds the sums of another.</summary>
    public abstract void Merge(PartSums other);

    /// <summary>Writes the sums out.</summary>
    public abstract void CopyTo(Span<double> destination);

    /// <summary>Replaces the sums.</summary>
    public abstract void CopyFrom(ReadOnlySpan<double> source);

    /// <summary>Room for so many numbers of rows.</summary>
    public Span<double> Values(int count)
    {
        if (values.Length < count)
        {
            values = new double[count];
        }

        return values.AsSpan(0, count);
    }

    /// <summary>Room for K runs, as far apart as the part's kind expects them: by its own most rows.</summary>
    public ComponentBlock Joint(int components, int rows, int mostRows)
    {
        int stride = BlockLayout.Stride(mostRows);
        if (joint.Length < components * stride)
        {
            joint = new AlignedBuffer(components * stride);
        }

        return new ComponentBlock(joint.Span, components, rows, stride);
    }
}
