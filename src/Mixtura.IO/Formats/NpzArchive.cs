using System.IO.Compression;
using Mixtura.Data;

namespace Mixtura.IO.Formats;

/// <summary>An <c>.npz</c> archive of NumPy: one of its arrays, unpacked to a temporary file and read there as an NPY file is.</summary>
internal static class NpzArchive
{
    /// <summary>Opens the array that is named, or the only one.</summary>
    /// <exception cref="InputException">It is no archive, or which array is meant is not clear.</exception>
    public static RowFile Open(string path, RowFileOptions options, CancellationToken cancellationToken)
    {
        var (stream, name) = Unpack(path, options.Array);
        string source = $"{path}, array '{name}'";
        return NpyIntake.Open(source, new NpyFile(stream, source), options, cancellationToken);
    }

    private static (FileStream Stream, string Name) Unpack(string path, string? wanted)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var entry = Find(path, [.. archive.Entries.Where(static entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal))], wanted);
            return (Unpacked(entry), NameOf(entry));
        }
        catch (InvalidDataException failure)
        {
            throw new InputException($"{path}: is no whole .npz archive: {failure.Message.TrimEnd('.')}. Write or copy it again.", failure);
        }
    }

    private static ZipArchiveEntry Find(string path, ZipArchiveEntry[] arrays, string? wanted)
    {
        string names = NameList.Of(arrays.Select(static array => $"'{NameOf(array)}'"));
        return wanted is not null
            ? Array.Find(arrays, array => string.Equals(NameOf(array), wanted, StringComparison.Ordinal))
                ?? throw new InputException(InputFault.Array, $"{path}: holds no array '{wanted}'. There are {names}.", "Name one of these (RowFileOptions.Array).")
            : arrays.Length switch
            {
                0 => throw new InputException($"{path}: holds no array. Write it with numpy.savez."),
                1 => arrays[0],
                _ => throw new InputException(InputFault.Array, $"{path}: holds {arrays.Length} arrays: {names}.", "Say which (RowFileOptions.Array)."),
            };
    }

    private static FileStream Unpacked(ZipArchiveEntry entry)
    {
        var file = SpoolFile.Create();
        try
        {
            using var packed = entry.Open();
            packed.CopyTo(file);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string NameOf(ZipArchiveEntry entry) => entry.FullName[..^".npy".Length];
}
