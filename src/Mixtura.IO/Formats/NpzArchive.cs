using System.IO.Compression;
using Mixtura.Data;

namespace Mixtura.IO.Formats;

/// <summary>An <c>.npz</c> archive of NumPy: one of its arrays, unpacked to a temporary file and read as an NPY file is.</summary>
internal static class NpzArchive
{
    /// <summary>Opens the array that is named, or the only one of two dimensions or fewer.</summary>
    /// <exception cref="InputException">It is no archive, or which array is meant is not clear.</exception>
    public static RowFile Open(string path, RowFileOptions options, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("mixtura-npz-").FullName;
        try
        {
            string name = Unpack(path, options.Array, folder);
            using var rows = NpyIntake.Open(System.IO.Path.Combine(folder, "array.npy"), options, cancellationToken);
            return rows.Copied($"{path}, array '{name}'", options.MemoryBudget);
        }
        catch (InputException failure)
        {
            throw Renamed(failure, System.IO.Path.Combine(folder, "array.npy"), path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // the place is the archive, not the file that it was unpacked to
    private static InputException Renamed(InputException failure, string inside, string path)
    {
        if (!failure.Finding.StartsWith(inside, StringComparison.Ordinal))
        {
            return failure;
        }

        string finding = path + failure.Finding[inside.Length..];
        return failure.Fault == InputFault.Other
            ? new InputException(finding, failure)
            : new InputException(failure.Fault, finding, failure.Message[(failure.Finding.Length + 1)..], failure) { Names = failure.Names };
    }

    private static string Unpack(string path, string? wanted, string folder)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var arrays = archive.Entries.Where(static entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)).ToDictionary(static entry => entry.FullName[..^4], StringComparer.Ordinal);
            if (arrays.Count == 0)
            {
                throw new InputException($"{path}: holds no array. Write it with numpy.savez.");
            }

            if (wanted is null && arrays.Count > 1)
            {
                throw new InputException(InputFault.Array, $"{path}: holds {arrays.Count} arrays: {Described(arrays)}.", "Say which (RowFileOptions.Array).");
            }

            string name = wanted ?? arrays.Keys.First();
            if (!arrays.TryGetValue(name, out var entry))
            {
                throw new InputException(InputFault.Array, $"{path}: holds no array '{name}'. There are {Described(arrays)}.", "Name one of these (RowFileOptions.Array).");
            }

            entry.ExtractToFile(System.IO.Path.Combine(folder, "array.npy"));
            return name;
        }
        catch (InvalidDataException failure)
        {
            throw new InputException($"{path}: is no whole .npz archive: {failure.Message.TrimEnd('.')}. Write or copy it again.", failure);
        }
    }

    private static string Described(Dictionary<string, ZipArchiveEntry> arrays) => NameList.Of(arrays.Keys.Select(static name => $"'{name}'"));
}
