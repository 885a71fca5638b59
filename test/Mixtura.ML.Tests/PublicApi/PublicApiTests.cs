using Mixtura.Tests.PublicApi;

namespace Mixtura.ML.Tests.PublicApi;

/// <summary>The public surface is a promise: it changes only on purpose, with its snapshot.</summary>
public class PublicApiTests
{
    private const string Name = "Mixtura.ML";

    /// <summary>On a change that is meant, copy the file that the message names over the snapshot.</summary>
    [Fact]
    public void PublicSurface_IsTheSnapshot()
    {
        string actual = PublicSurface.Of(typeof(MixtureCatalog).Assembly);
        string received = Path.Combine(AppContext.BaseDirectory, "PublicApi", $"{Name}.received.txt");
        File.WriteAllText(received, actual);
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi", $"{Name}.txt"));
        Assert.True(actual == expected, $"The public surface of {Name} differs from test/Mixtura.ML.Tests/PublicApi/{Name}.txt. If that is meant, copy {received} over it.");
    }

    [Fact]
    public void PublicSignatures_NameNoThirdPartyTypeButMlNets()
    {
        string[] known = ["System", "Mixtura", "Microsoft.ML.", "Microsoft.Data.Analysis"];
        var foreign = PublicSurface.TypesIn(typeof(MixtureCatalog).Assembly).Select(static type => type.Assembly.GetName().Name!).Where(name => !known.Any(start => name.StartsWith(start, StringComparison.Ordinal))).Distinct();
        Assert.Empty(foreign);
    }
}
