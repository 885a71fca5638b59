namespace Mixtura.Tests;

/// <summary>Where the sources are that these tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(System.IO.Path.Combine(folder.FullName, "Mixtura.slnx"))
            ? folder.FullName
            : Find(folder.Parent ?? throw new InvalidOperationException("There is no Mixtura.slnx above the tests."));
}
