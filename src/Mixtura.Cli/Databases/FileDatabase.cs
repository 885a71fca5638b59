using Mixtura.Data;

namespace Mixtura.Cli.Databases;

/// <summary>A database that is one file; one that is not there is made when a table is written, and goes again if that fails.</summary>
internal abstract class FileDatabase(string file) : Database
{
    private readonly bool wasThere = File.Exists(file);

    public override string Name => file;

    /// <summary>The path of the file.</summary>
    protected string Path => file;

    public override bool IsThere() => wasThere;

    public override void Forget()
    {
        if (!wasThere)
        {
            foreach (string path in (string[])[file, .. Companions.Select(ending => file + ending)])
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>The ends of the names of files that the engine keeps beside it.</summary>
    protected abstract string[] Companions { get; }

    /// <summary>Refuses to read a file that is not there: engines would make an empty one.</summary>
    /// <exception cref="InputException">There is none, or there is no folder for it.</exception>
    protected void CheckThere(bool isWritten)
    {
        if (file.Length == 0)
        {
            throw new InputException($"--connection names no file. Known are {Forms}.");
        }

        if (!wasThere && !isWritten)
        {
            throw new InputException($"{file}: there is no such file. Check the path in --connection.");
        }

        if (Directory.Exists(file) || (isWritten && System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder)))
        {
            throw new InputException($"{file}: {(Directory.Exists(file) ? "is a folder" : "its folder does not exist")}. Check the path in --connection.");
        }
    }
}
