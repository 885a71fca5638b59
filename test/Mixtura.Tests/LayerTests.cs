using System.Text.RegularExpressions;

namespace Mixtura.Tests;

/// <summary>Folder = namespace = layer: a folder of the library uses only those above it in the list.</summary>
public partial class LayerTests
{
    private static readonly string[] Layers = ["Numerics", "Data", "Onnx", "Estimation", "Mixtures", "Gaussian", "Families", "Bayesian", "Selection", "Storage"];

    public static TheoryData<string> Files => [.. SourcesOf("Mixtura").Select(static file => Path.GetRelativePath(Folder("Mixtura"), file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Folder_UsesOnlyThoseAboveIt(string file)
    {
        string text = File.ReadAllText(Path.Combine(Folder("Mixtura"), file));
        string[] folders = file.Split(Path.DirectorySeparatorChar)[..^1];
        Assert.NotEmpty(folders);
        int own = Array.IndexOf(Layers, folders[0]);
        Assert.True(own >= 0, $"{folders[0]} is no layer. Add it to the list, in its place.");
        Assert.Equal($"Mixtura.{string.Join('.', folders)}", NamespaceDeclaration().Match(text).Groups["name"].Value);
        foreach (Match use in LayerUse().Matches(text))
        {
            int used = Array.IndexOf(Layers, use.Groups["layer"].Value);
            Assert.True(used <= own, $"{file} uses {use.Value.Trim()}, which is below {folders[0]}.");
        }
    }

    /// <remarks>Student-t components use the Gaussians' parts, which are a layer above.</remarks>
    [Fact]
    public void Family_UsesNoOther()
    {
        foreach (string path in SourcesOf("Mixtura").Where(static path => Path.GetRelativePath(Folder("Mixtura"), path).StartsWith("Families", StringComparison.Ordinal)))
        {
            string own = Path.GetRelativePath(Folder("Mixtura"), path).Split(Path.DirectorySeparatorChar)[1];
            Assert.All(FamilyUse().Matches(File.ReadAllText(path)), use => Assert.Equal(own, use.Groups["family"].Value));
        }
    }

    [Fact]
    public void Layers_AreSeenToBeUsed()
    {
        // the test above would pass on anything if its pattern matched nothing
        var uses = SourcesOf("Mixtura").SelectMany(UsesOfOthers).Distinct();
        Assert.Equal(["Bayesian", "Data", "Estimation", "Families", "Gaussian", "Mixtures", "Numerics", "Onnx", "Selection"], uses.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Mixtura")]
    [InlineData("Mixtura.IO")]
    [InlineData("Mixtura.Report")]
    [InlineData("Mixtura.ML")]
    public void Library_UsesNoConsole(string project)
    {
        string[] console = ["Spectre.Console", "System.CommandLine", "Mixtura.Cli"];
        string file = File.ReadAllText(Path.Combine(Folder(project), $"{project}.csproj"));
        Assert.All(console, name => Assert.DoesNotContain(name, file, StringComparison.Ordinal));
        Assert.All(SourcesOf(project), static path => Assert.DoesNotMatch(ConsoleUse(), File.ReadAllText(path)));
    }

    [Fact]
    public void Library_ReadsNoFiles()
    {
        // formats and files are Mixtura.IO's: the library takes streams, and the path of a model
        string[] known = ["ModelFile.cs", "WholeFile.cs"];
        Assert.All(SourcesOf("Mixtura").Where(path => !known.Contains(Path.GetFileName(path), StringComparer.Ordinal)), static path => Assert.DoesNotMatch(FileUse(), File.ReadAllText(path)));
        Assert.All(SourcesOf("Mixtura.Report"), static path => Assert.DoesNotMatch(FileUse(), File.ReadAllText(path)));
        Assert.DoesNotContain("Mixtura.IO", File.ReadAllText(Path.Combine(Folder("Mixtura"), "Mixtura.csproj")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> UsesOfOthers(string file)
    {
        string own = Path.GetRelativePath(Folder("Mixtura"), file).Split(Path.DirectorySeparatorChar)[0];
        return LayerUse().Matches(File.ReadAllText(file)).Select(static use => use.Groups["layer"].Value).Where(layer => layer != own);
    }

    private static string Folder(string project) => Path.Combine(RepositoryRoot.Path, "src", project);

    private static IEnumerable<string> SourcesOf(string project) => Directory.EnumerateFiles(Folder(project), "*.cs", SearchOption.AllDirectories)
        .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace (?<name>Mixtura[\w.]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^using (static )?Mixtura\.(?<layer>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex LayerUse();

    [GeneratedRegex(@"\bMixtura\.Families\.(?<family>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex FamilyUse();

    [GeneratedRegex(@"\bConsole\.")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"\b(File|FileStream|Directory)[.(]", RegexOptions.ExplicitCapture)]
    private static partial Regex FileUse();
}
