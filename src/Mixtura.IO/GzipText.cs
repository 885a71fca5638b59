using System.Buffers.Binary;
using System.IO.Compression;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Text packed by gzip, unpacked while it is read; its end is held against the length that the file tells, as the unpacking alone passes over a file that is cut off.</summary>
internal sealed class GzipText : ForwardStream
{
    private const int TrailerBytes = 8;

    private readonly string source;
    private readonly TailStream packed;
    private readonly GZipStream unpacked;
    private uint length;

    /// <param name="stream">The packed bytes.</param>
    /// <param name="source">What messages call them.</param>
    public GzipText(Stream stream, string source)
    {
        this.source = source;
        packed = new TailStream(stream);
        unpacked = new GZipStream(packed, CompressionMode.Decompress);
    }

    /// <exception cref="InputException">The file is cut off or broken.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            int count = unpacked.Read(buffer);
            length = unchecked(length + (uint)count);
            if (count == 0 && !buffer.IsEmpty && BinaryPrimitives.ReadUInt32LittleEndian(packed.Tail[(TrailerBytes - sizeof(uint))..]) != length)
            {
                throw new InputException($"{source}: the gzip data end too early, or are several packed files in one. Copy the file again, or unpack it with gzip -d.");
            }

            return count;
        }
        catch (InvalidDataException failure)
        {
            throw new InputException($"{source}: the gzip data are broken: {failure.Message} Copy or pack it again.", failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Remembers the last bytes that were read. The stream beneath stays open.</summary>
    private sealed class TailStream(Stream stream) : ForwardStream
    {
        private readonly byte[] tail = new byte[TrailerBytes];

        /// <summary>The last bytes.</summary>
        public ReadOnlySpan<byte> Tail => tail;

        public override int Read(Span<byte> buffer)
        {
            int count = stream.Read(buffer);
            int kept = Math.Max(0, TrailerBytes - count);
            tail.AsSpan(TrailerBytes - kept).CopyTo(tail);
            buffer.Slice(Math.Max(0, count - TrailerBytes), Math.Min(count, TrailerBytes)).CopyTo(tail.AsSpan(kept));
            return count;
        }
    }
}
