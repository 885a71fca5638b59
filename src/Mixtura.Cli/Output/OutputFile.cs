using Mixtura.Data;
using Mixtura.Storage;

namespace Mixtura.Cli.Output;

/// <summary>A file that is written whole or not at all: first beside its place, then moved there.</summary>
/// <remarks>Opened before the work that fills it, so that a folder that cannot be written is found out at once.</remarks>
internal sealed class OutputFile : IDisposable
{
    private readonly string path;
    private readonly WholeFile? whole;
    private readonly bool replaces;
    private readonly string option;

    // whole: null where a stream of the system is written straight through
    private OutputFile(string path, WholeFile? whole, bool replaces, string option)
    {
        (this.path, this.whole, this.replaces, this.option) = (path, whole, replaces, option);
        Stream = whole?.Stream ?? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
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
    public bool IsStream => whole is null;

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
            if (whole is not null)
            {
                whole.Keep(replaces);
            }
            else
            {
                Stream.Dispose();
            }
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
        whole?.Dispose();
    }

    private static OutputFile Open(string path, bool force, string option)
    {
        if (SpecialFile.IsStream(path))
        {
            return new OutputFile(path, null, force, option);
        }

        string target = WholeFile.TargetOf(path);
        if (File.Exists(target) && !force)
        {
            throw new InputException($"{path}: the file exists already. Say --force to replace it, or name another file for {option}.");
        }

        SpecialFile.Refuse(target);
        return new OutputFile(target, new WholeFile(target), force, option);
    }

    private static InputException Unwritable(string path, Exception failure, string option) =>
        new($"{path}: cannot be written: {failure.Message} Check the folder's permissions and room, or name another file for {option}.", failure);
}
