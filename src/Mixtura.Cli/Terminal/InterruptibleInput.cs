namespace Mixtura.Cli.Terminal;

/// <summary>Standard input whose reader can be interrupted while it waits for somebody to write.</summary>
/// <remarks>A read of a pipe or a terminal returns when bytes come or the other end closes, whatever signal this process took up
/// meanwhile. So another thread reads, into a buffer of its own, and is left behind when the user wants to end.</remarks>
internal sealed class InterruptibleInput(Stream stream, CancellationToken interrupted) : Stream
{
    private readonly byte[] buffer = new byte[1 << 16];
    private int position;
    private int filled;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public override int Read(Span<byte> destination)
    {
        interrupted.ThrowIfCancellationRequested();
        if (position == filled && destination.Length > 0)
        {
            filled = Task.Run(() => stream.Read(buffer), interrupted).WaitAsync(interrupted).GetAwaiter().GetResult();
            position = 0;
        }

        int count = Math.Min(destination.Length, filled - position);
        buffer.AsSpan(position, count).CopyTo(destination);
        position += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
