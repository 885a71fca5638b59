using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>A thread's buffers for the joint densities of a block; they grow to the largest block seen.</summary>
internal sealed class MixtureBuffers
{
    private AlignedBuffer joint = new(0);
    private AlignedBuffer logDensity = new(0);

    /// <summary>Room for K runs of <paramref name="rows"/> numbers, each aligned.</summary>
    public ComponentBlock Joint(int components, int rows)
    {
        int stride = AlignedBuffer.RoundUp(rows);
        if (joint.Length < components * stride)
        {
            joint = new AlignedBuffer(components * stride);
        }

        return new ComponentBlock(joint.Span, components, rows, stride);
    }

    /// <summary>Room for one number a row.</summary>
    public Span<double> LogDensity(int rows)
    {
        if (logDensity.Length < rows)
        {
            logDensity = new AlignedBuffer(AlignedBuffer.RoundUp(rows));
        }

        return logDensity.Span[..rows];
    }
}
