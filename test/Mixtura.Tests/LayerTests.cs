using System.Text.RegularExpressions;
using Mixtura.Mixtures;
using NetArchTest.Rules;

namespace Mixtura.Tests;

/// <summary>Folder = namespace = layer: a folder of the library uses only those above it in the list.</summary>
/// <remarks>Uses are those of the compiled types: whether a <c>using</c> names them, their full name is written out, or they are reached through a value whose type nobody names.</remarks>
public partial class LayerTests
{
    private static readonly string[] Layers = ["Numerics", "Data", "Onnx", "Estimation", "Mixtures", "Gaussian", "Families", "Bayesian", "Selection", "Storage"];

    private static readonly Types Library = Types.InAssembly(typeof(Mixture).Assembly);

    public static TheoryData<string> Files => [.. SourcesOf("Mixtura").Select(static file => Path.GetRelativePath(Folder("Mixtura"), file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Folder_IsTheNamespace(string file)
    {
        string text = File.ReadAllText(Path.Combine(Folder("Mixtura"), file));
        string[] folders = file.Split(Path.DirectorySeparatorChar)[..^1];
        Assert.NotEmpty(folders);
        Assert.True(Layers.Contains(folders[0], StringComparer.Ordinal), $"{folders[0]} is no layer. Add it to the list, in its place.");
        Assert.Equal($"Mixtura.{string.Join('.', folders)}", NamespaceDeclaration().Match(text).Groups["name"].Value);
    }

    [Fact]
    public void Layer_UsesOnlyThoseAboveIt()
    {
        var wrong = Layers[..^1].SelectMany(static (layer, place) => Users(layer, Layers[(place + 1)..]));
        Assert.Empty(wrong.Select(static type => type.FullName));
    }

    [Fact]
    public void Layers_AreSeenToBeUsed() =>

        // the test above would pass on anything if it saw no use
        Assert.All(Layers[..^1], static (layer, place) => Assert.Contains(Layers[(place + 1)..], user => Users(user, layer).Any()));

    /// <remarks>A layer's own folder holds what is public, and hands the work to its rooms; these lead one way among themselves. Student-t and contaminated components use the Gaussians' rooms, which are a layer above, but no other family.</remarks>
    [Fact]
    public void RoomsOfALayer_LeadOneWay()
    {
        var uses = Rooms().ToDictionary(static room => room, static room => Rooms().Where(other => other != room && Users(room, other).Any()).ToArray(), StringComparer.Ordinal);
        Assert.Contains("Gaussian.Starts", uses["Gaussian.Search"]);
        Assert.All(uses.Keys, room => Assert.DoesNotContain(room, ReachedFrom(room, uses)));
        Assert.All(uses.Where(static pair => IsFamily(pair.Key)), static pair => Assert.DoesNotContain(pair.Value, IsFamily));
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

    private static IEnumerable<IType> Users(string space, params string[] used) =>
        Library.That().ResideInNamespaceMatching($@"^Mixtura\.{Regex.Escape(space)}(\.|$)").And().HaveDependencyOnAny([.. used.Select(static name => $"Mixtura.{name}")]).GetTypes();

    private static string[] Rooms() =>
        [.. Layers.SelectMany(static layer => Directory.EnumerateDirectories(Path.Combine(Folder("Mixtura"), layer)).Select(room => $"{layer}.{Path.GetFileName(room)}"))];

    private static bool IsFamily(string room) => room.StartsWith("Families.", StringComparison.Ordinal);

    private static HashSet<string> ReachedFrom(string room, Dictionary<string, string[]> uses)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(uses[room]);
        while (open.TryPop(out string? next))
        {
            if (reached.Add(next))
            {
                Array.ForEach(uses[next], open.Push);
            }
        }

        return reached;
    }

    private static string Folder(string project) => Path.Combine(RepositoryRoot.Path, "src", project);

    private static IEnumerable<string> SourcesOf(string project) => Directory.EnumerateFiles(Folder(project), "*.cs", SearchOption.AllDirectories)
        .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace (?<name>Mixtura[\w.]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"\bConsole\.")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"\b(File|FileStream|Directory)[.(]", RegexOptions.ExplicitCapture)]
    private static partial Regex FileUse();
}
