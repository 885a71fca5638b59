namespace Mixtura.Storage;

/// <summary>A file that is written whole or not at all: first beside its place, then moved there. What stands there stays until then.</summary>
internal sealed class WholeFile : IDisposable
{
    // read, write and execute for user, group and others
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private readonly string path;
    private readonly string beside;
    private bool isKept;

    /// <param name="path">Its place; of a link what it points to, so that the link stays one.</param>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public WholeFile(string path)
    {
        this.path = TargetOf(path);
        beside = Path.Combine(Path.GetDirectoryName(this.path)!, $".{Path.GetFileName(this.path)}.{Guid.NewGuid():N}.tmp");
        Stream = Create(this.path, beside);
    }

    /// <summary>What is written here is in the file after <see cref="Keep"/>.</summary>
    public FileStream Stream { get; }

    /// <summary>Writes a file, which is replaced once all is written.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new WholeFile(path);
        write(file.Stream);
        file.Keep();
    }

    /// <summary>The whole path that is written; of a link what it points to, which need not be there yet.</summary>
    public static string TargetOf(string path)
    {
        var link = new FileInfo(path);
        return Path.GetFullPath(link.LinkTarget is null ? path : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
    }

    /// <summary>Puts the file in its place.</summary>
    /// <param name="replaces">Whether it may replace one that is there.</param>
    public void Keep(bool replaces = true)
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(beside, path, replaces);
        isKept = true;
    }

    /// <summary>Removes what was written unless it was kept.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!isKept)
        {
            File.Delete(beside);
        }
    }

    // who may read a file is not ours to change: what replaces it has its mode
    private static FileStream Create(string path, string beside)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }

        var mode = File.GetUnixFileMode(path) & Permissions;
        var stream = new FileStream(beside, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = mode,
        });

        // what the mask of the process took away
        File.SetUnixFileMode(stream.SafeFileHandle, mode);
        return stream;
    }
}
