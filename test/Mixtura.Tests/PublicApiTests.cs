using System.Text.RegularExpressions;

namespace Mixtura.Tests;

/// <summary>What the public surface of the libraries names. The compiler holds that it is what stands in <c>PublicAPI.Shipped.txt</c> and <c>PublicAPI.Unshipped.txt</c> beside each project.</summary>
public partial class PublicApiTests
{
    [Theory]
    [InlineData("Mixtura")]
    [InlineData("Mixtura.IO")]
    [InlineData("Mixtura.Report")]
    [InlineData("Mixtura.Mpi")]
    [InlineData("Mixtura.ML", "Microsoft.ML", "Microsoft.Data")]
    public void PublicSignatures_NameNoThirdPartyType(string project, params string[] known)
    {
        string surface = string.Concat(((string[])["PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt"]).Select(file => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", project, file))));
        var named = QualifiedName().Matches(surface).Select(static match => match.Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Contains(named, static name => name.StartsWith("Mixtura.", StringComparison.Ordinal));
        Assert.All(known, one => Assert.Contains(named, name => name.StartsWith(one, StringComparison.Ordinal)));
        Assert.DoesNotContain(named, name => !known.Append("System").Append("Mixtura").Any(one => name.StartsWith(one + ".", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(?<![\w.>])[A-Z]\w*(\.[A-Z]\w*)+", RegexOptions.ExplicitCapture)]
    private static partial Regex QualifiedName();
}
