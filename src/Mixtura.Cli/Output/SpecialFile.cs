using Mixtura.Data;

namespace Mixtura.Cli.Output;

/// <summary>What has a name like a file but is none: moving a file over it would destroy it, for the whole machine if root does it.</summary>
internal static class SpecialFile
{
    private static readonly string[] Streams = ["/dev/null", "/dev/stdout", "/dev/stderr"];

    /// <summary>Whether a path is written straight through: nothing is kept there that could be half written.</summary>
    public static bool IsStream(string path) =>
        Streams.Contains(path, StringComparer.Ordinal) || path.StartsWith("/dev/fd/", StringComparison.Ordinal);

    /// <summary>Whether a path is among the system's devices.</summary>
    public static bool IsDevice(string path) =>
        (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
        || path.StartsWith("/proc/", StringComparison.Ordinal)
        || path.StartsWith("/sys/", StringComparison.Ordinal);

    /// <summary>Refuses what a regular file must not replace.</summary>
    /// <exception cref="InputException">It is a device or a pipe.</exception>
    public static void Refuse(string path)
    {
        if (IsDevice(path) || (File.Exists(path) && IsPipe(path)))
        {
            throw new InputException($"{path}: is a device or a pipe. Name a regular file for --output, or leave --output out and use standard output.");
        }
    }

    // opened for reading too, which does not wait for the other end
    private static bool IsPipe(string path)
    {
        using var probe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        return !probe.CanSeek;
    }
}
