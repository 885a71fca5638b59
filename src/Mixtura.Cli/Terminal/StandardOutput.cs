using Microsoft.Win32.SafeHandles;

namespace Mixtura.Cli.Terminal;

/// <summary>Standard output that notices when its reader has gone.</summary>
/// <remarks>The console's own stream swallows a broken pipe and would have a million rows computed for nobody. A file stream tells,
/// but on a regular file it would write at offsets of its own, over what other programs append: there the console's stream is right.</remarks>
internal sealed class StandardOutput : Stream
{
    private readonly Stream stream;

    private StandardOutput(Stream stream) => this.stream = stream;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="isRelayed">Whether another program passes on what is written, by a terminal of its own, as mpirun does: that is not to be set up as the user's.</param>
    public static Stream Open(bool isRelayed)
    {
        if (OperatingSystem.IsWindows() || !(isRelayed || Console.IsOutputRedirected))
        {
            return Console.OpenStandardOutput();
        }

        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : new StandardOutput(pipe);
    }

    /// <summary>Standard error where another program passes it on.</summary>
    public static TextWriter RelayedErrors() => new StreamWriter(new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0)) { AutoFlush = true };

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (IOException failure)
        {
            throw new BrokenPipeException(failure);
        }
    }

    public override void Flush() => stream.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
