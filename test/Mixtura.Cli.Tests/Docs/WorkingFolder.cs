namespace Mixtura.Cli.Tests.Docs;

/// <summary>A temporary current folder with a copy of <c>samples/</c>, as the documents assume.</summary>
internal sealed class WorkingFolder : IDisposable
{
    private readonly string before = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mixtura-docs-");

    public WorkingFolder()
    {
        var samples = Directory.CreateDirectory(Path.Combine(folder.FullName, "samples"));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples")))
        {
            File.Copy(file, Path.Combine(samples.FullName, Path.GetFileName(file)));
        }

        Directory.SetCurrentDirectory(folder.FullName);
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        folder.Delete(recursive: true);
    }
}
