namespace Mixtura.Cli.Output;

/// <summary>Where results go: the file of <c>--output</c>, or standard output.</summary>
internal sealed class Results(OutputFile? file, Stream standardOutput) : IDisposable
{
    public Stream Stream { get; } = file?.Stream ?? standardOutput;

    /// <summary>All is written.</summary>
    public void Complete()
    {
        Stream.Flush();
        file?.Keep();
    }

    public void Dispose() => file?.Dispose();
}
