using Mixtura.Data;

namespace Mixtura.Cli.Output;

/// <summary>A file that is written whole or not at all: first beside its place, then moved there.</summary>
/// <remarks>Opened before the work that fills it, so that a folder that cannot be written is found out at once.</remarks>
internal sealed class OutputFile : IDisposable
{
    // read, write and execute for user, group and others
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private readonly string path;
    private readonly string? temporaryPath;
    private readonly bool replaces;
    private readonly string option;
    private bool isKept;

    private OutputFile(string path, string? temporaryPath, bool replaces, string option)
    {
        this.option = option;
        this.path = path;
        this.temporaryPath = temporaryPath;
        this.replaces = replaces;
        Stream = temporaryPath is null
            ? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)
            : CreateBeside(path, temporaryPath);
    }

    /// <summary>What is written here is in the file after <see cref="Keep"/>.</summary>
    public FileStream Stream { get; }

    /// <summary>Refuses two results in one file.</summary>
    /// <exception cref="InputException">Two of the files are the same.</exception>
    public static void RefuseSame(params ReadOnlySpan<OutputFile?> files)
    {
        var seen = new Dictionary<string, OutputFile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file is { IsStream: false } && !seen.TryAdd(file.path, file))
            {
                throw new InputException($"{file.path}: is named by {seen[file.path].option} and by {file.option}. Name a file for each.");
            }
        }
    }

    /// <summary>Whether it is a stream of the system, such as <c>/dev/stdout</c>: what is said elsewhere might go there too.</summary>
    public bool IsStream => temporaryPath is null;

    /// <summary>Writes a text that has no last line break of its own, and keeps it.</summary>
    public void Write(Action<Stream> save)
    {
        save(Stream);
        Stream.WriteByte((byte)'\n');
        Keep();
    }

    /// <summary>What this process writes where another one writes the file.</summary>
    public static OutputFile Nowhere(string option) => new("/dev/null", null, replaces: true, option);

    /// <summary>Makes ready to write a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="force">Whether a file that is there already may be replaced.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="InputException">It is there already, or cannot be written.</exception>
    public static OutputFile Create(string path, bool force, string option = "--output")
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: is a folder. Name a file for {option}.");
        }

        try
        {
            return Open(path, force, option);
        }
        catch (DirectoryNotFoundException failure)
        {
            throw new InputException($"{path}: cannot be written: its folder does not exist. Make the folder, or name another file for {option}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, failure, option);
        }
    }

    /// <summary>Puts the file in its place.</summary>
    public void Keep()
    {
        try
        {
            Stream.Flush(flushToDisk: temporaryPath is not null);
            Stream.Dispose();
            if (temporaryPath is not null)
            {
                File.Move(temporaryPath, path, replaces);
            }

            isKept = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, failure, option);
        }
    }

    /// <summary>Removes what was written unless it was kept.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!isKept && temporaryPath is not null)
        {
            File.Delete(temporaryPath);
        }
    }

    private static OutputFile Open(string path, bool force, string option)
    {
        if (SpecialFile.IsStream(path))
        {
            return new OutputFile(path, null, force, option);
        }

        // a link stays a link, also to a file that is not there yet: what it points to is written
        var link = new FileInfo(path);
        string target = Path.GetFullPath(link.LinkTarget is null ? path : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        if (File.Exists(target) && !force)
        {
            throw new InputException($"{path}: the file exists already. Say --force to replace it, or name another file for {option}.");
        }

        SpecialFile.Refuse(target);
        string beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        return new OutputFile(target, beside, force, option);
    }

    // who may read a file is not ours to change: what replaces it has its mode
    private static FileStream CreateBeside(string path, string temporaryPath)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return new FileStream(temporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }

        var mode = File.GetUnixFileMode(path) & Permissions;
        var stream = new FileStream(temporaryPath, new FileStreamOptions
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

    private static InputException Unwritable(string path, Exception failure, string option) =>
        new($"{path}: cannot be written: {failure.Message} Check the folder's permissions and room, or name another file for {option}.", failure);
}
