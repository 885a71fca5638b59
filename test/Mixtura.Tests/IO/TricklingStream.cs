namespace Mixtura.Tests.IO;

/// <summary>Bytes as a pipe gives them: a few at a time, once.</summary>
internal sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
{
    private const int AtMost = 777;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, AtMost));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, AtMost)]);
}
