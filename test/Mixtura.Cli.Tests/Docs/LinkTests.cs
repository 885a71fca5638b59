using System.Text.RegularExpressions;

namespace Mixtura.Cli.Tests.Docs;

public partial class LinkTests
{
    public static TheoryData<string> Documents() => [.. Repository.MarkdownFiles];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_ToFilesAndHeadingsOfTheRepository_Exist(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (Match link in Link().Matches(WithoutBlocks(document)))
        {
            string target = link.Groups["target"].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            var parts = target.Split('#');
            string path = parts[0].Length == 0 ? Path.Combine(Repository.Root, document) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            Assert.True(File.Exists(path) || Directory.Exists(path), $"{document} links to {target}, which is not there.");
            Assert.True(parts.Length < 2 || Anchors(path).Contains(parts[1], StringComparer.Ordinal), $"{document} links to {target}, a heading that is not there.");
        }
    }

    private static string WithoutBlocks(string document) => Fenced().Replace(Repository.Read(document), string.Empty);

    private static IEnumerable<string> Anchors(string path) =>
        Heading().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")).Select(static match =>
            NotInAnchor().Replace(match.Groups["title"].Value.ToLowerInvariant(), string.Empty).Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchor();
}
