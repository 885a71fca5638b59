using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Report;

namespace Mixtura.Tests.Laws;

/// <summary>The library speaks of itself: whoever calls it need not know the command.</summary>
public partial class MessageLaws
{
    public static TheoryData<string> Libraries => [typeof(IRowSource).Assembly.Location, typeof(RowFile).Assembly.Location, typeof(MixtureReport).Assembly.Location];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_SpeaksOfNoCommand(string assembly)
    {
        string[] strings = [.. StringsOf(assembly)];
        Assert.True(strings.Length > 50);
        Assert.DoesNotContain(strings, static text => CommandWords().IsMatch(text));
    }

    // every literal of the code is in the heap of user strings, also the pieces of interpolated ones
    private static IEnumerable<string> StringsOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(0); !(handle = metadata.GetNextHandle(handle)).IsNil;)
        {
            yield return metadata.GetUserString(handle);
        }
    }

    [GeneratedRegex(@"(?<![\w-])--[a-z]|\bmixtura (fit|select|predict|score|sample|inspect|report)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex CommandWords();
}
