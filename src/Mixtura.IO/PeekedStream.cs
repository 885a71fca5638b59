namespace Mixtura.IO;

/// <summary>A stream whose beginning has been looked at and is still there to be read.</summary>
internal sealed class PeekedStream : ForwardStream
{
    private readonly Stream rest;
    private int position;

    /// <summary>Looks at the first <paramref name="length"/> bytes.</summary>
    public PeekedStream(Stream stream, int length)
    {
        rest = stream;
        byte[] beginning = new byte[length];
        int count = stream.ReadAtLeast(beginning, length, throwOnEndOfStream: false);
        Beginning = beginning.AsMemory(0, count);
        IsWhole = count < length;
    }

    /// <summary>The beginning.</summary>
    public ReadOnlyMemory<byte> Beginning { get; }

    /// <summary>Whether the beginning is all there is.</summary>
    public bool IsWhole { get; }

    public override int Read(Span<byte> buffer)
    {
        if (position == Beginning.Length)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, Beginning.Length - position);
        Beginning.Span.Slice(position, count).CopyTo(buffer);
        position += count;
        return count;
    }
}
