using System.IO.Compression;

namespace Mixtura.Cli.Output;

/// <summary>Where results go: the file of <c>--output</c>, packed by gzip or not, or standard output.</summary>
internal sealed class Results : IDisposable
{
    private readonly OutputFile? file;
    private readonly GZipStream? packed;

    /// <param name="file">The file; null for standard output.</param>
    /// <param name="standardOutput">Standard output.</param>
    /// <param name="isPacked">Whether what is written is packed.</param>
    public Results(OutputFile? file, Stream standardOutput, bool isPacked = false)
    {
        this.file = file;
        packed = isPacked ? new GZipStream(file?.Stream ?? standardOutput, CompressionLevel.Optimal, leaveOpen: true) : null;
        Stream = packed ?? file?.Stream ?? standardOutput;
    }

    public Stream Stream { get; }

    /// <summary>All is written.</summary>
    public void Complete()
    {
        Stream.Flush();
        packed?.Dispose();
        file?.Keep();
    }

    public void Dispose()
    {
        packed?.Dispose();
        file?.Dispose();
    }
}
