namespace Mixtura.Cli.Output;

/// <summary>Whether two names are those of one file, by whatever links they lead there.</summary>
internal static class FileIdentity
{
    /// <summary>Whether both are there and the same; what is not a regular file is never the same as another.</summary>
    public static bool AreSame(string path, string other) =>
        !SpecialFile.IsStream(other) && File.Exists(path) && File.Exists(other)
        && string.Equals(Resolved(Path.GetFullPath(path)), Resolved(Path.GetFullPath(other)), StringComparison.Ordinal);

    // every folder on the way may be a link
    private static string Resolved(string path)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
        {
            return path;
        }

        string whole = Path.Combine(Resolved(folder), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(whole) ? new DirectoryInfo(whole) : new FileInfo(whole);
        return info.Exists && info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Resolved(target.FullName) : whole;
    }
}
