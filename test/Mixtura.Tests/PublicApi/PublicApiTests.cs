using System.Reflection;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mpi;
using Mixtura.Report;

namespace Mixtura.Tests.PublicApi;

/// <summary>The public surface is a promise: it changes only on purpose, with its snapshot.</summary>
public class PublicApiTests
{
    public static TheoryData<string> Assemblies => ["Mixtura", "Mixtura.IO", "Mixtura.Report", "Mixtura.Mpi"];

    /// <summary>On a change that is meant, copy the file that the message names over the snapshot.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PublicSurface_IsTheSnapshot(string name)
    {
        string actual = PublicSurface.Of(Assembly(name));
        string received = Path.Combine(AppContext.BaseDirectory, "PublicApi", $"{name}.received.txt");
        File.WriteAllText(received, actual);
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi", $"{name}.txt"));
        var added = actual.Split('\n').Except(expected.Split('\n'), StringComparer.Ordinal).Select(static line => "+ " + line.Trim());
        var removed = expected.Split('\n').Except(actual.Split('\n'), StringComparer.Ordinal).Select(static line => "- " + line.Trim());
        Assert.True(
            actual == expected,
            $"The public surface of {name} differs from test/Mixtura.Tests/PublicApi/{name}.txt:\n{string.Join('\n', removed.Concat(added))}\nIf that is meant, copy {received} over it.");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PublicSignatures_NameNoThirdPartyType(string name)
    {
        var foreign = PublicSurface.TypesIn(Assembly(name))
            .Select(static type => type.Assembly.GetName().Name!)
            .Where(static assembly => !assembly.StartsWith("System", StringComparison.Ordinal) && !assembly.StartsWith("Mixtura", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        Assert.Empty(foreign);
    }

    private static Assembly Assembly(string name) => name switch
    {
        "Mixtura" => typeof(GaussianMixture).Assembly,
        "Mixtura.IO" => typeof(RowFile).Assembly,
        "Mixtura.Mpi" => typeof(MpiGroup).Assembly,
        _ => typeof(MixtureReport).Assembly,
    };
}
