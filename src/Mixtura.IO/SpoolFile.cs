using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>A private temporary file that is gone when it is closed.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly FileStream stream;
    private long length;

    public SpoolFile() => stream = Create();

    /// <summary>A file without a name that others could open, for whoever wants to read and write it.</summary>
    /// <exception cref="InputException">The temporary folder cannot be written.</exception>
    public static FileStream Create()
    {
        string path = Path.Combine(Path.GetTempPath(), $"mixtura-{Guid.NewGuid():N}.rows");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.RandomAccess,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            var created = new FileStream(path, options);
            if (!OperatingSystem.IsWindows())
            {
                // the open file lives on without its name, and nothing stays behind if the process is killed
                File.Delete(path);
            }

            return created;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(failure);
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(stream.SafeFileHandle, bytes, length);
        }
        catch (IOException failure)
        {
            throw Unwritable(failure);
        }

        length += bytes.Length;
    }

    public void Read(Span<byte> destination, long position) =>
        PositionedFile.ReadExactly(stream.SafeFileHandle, destination, position, stream.Name);

    public void Dispose() => stream.Dispose();

    private static InputException Unwritable(Exception failure) =>
        new($"The data do not fit the memory budget and cannot be kept in the temporary folder {Path.GetTempPath()}: {failure.Message} "
            + "Make room there, or point TMPDIR (on Windows TEMP) to a folder with room.", failure);
}
