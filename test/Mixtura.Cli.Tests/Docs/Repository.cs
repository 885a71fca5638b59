namespace Mixtura.Cli.Tests.Docs;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The documents whose blocks are run: the README, everything directly in <c>docs/</c>, what is said of the samples, and the packages' own.</summary>
    public static IEnumerable<string> Documents =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.TopDirectoryOnly)
            .Select(static path => "docs/" + Path.GetFileName(path))
            .Prepend("README.md")
            .Append("samples/README.md")
            .Concat(Packages)
            .Order(StringComparer.Ordinal);

    /// <summary>Every Markdown file: their links are checked.</summary>
    public static IEnumerable<string> MarkdownFiles =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Root, "*.md"))
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "samples"), "*.md"))
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Concat(Packages)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Packages => Directory.EnumerateFiles(Path.Combine(Root, "src"), "README.md", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
        .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    public static string Read(string document) => File.ReadAllText(Path.Combine(Root, document)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mixtura.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Mixtura.slnx.");
    }
}
