using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>What was assumed when a text was read, in a few words each.</summary>
/// <param name="Found">What is not as usual: <c>; as delimiter</c>, <c>decimal comma</c>, <c>3 comment lines</c>. Usual is UTF-8, commas between fields, decimal points.</param>
/// <param name="Hints">What should be looked at: a column that may be no feature, a first line that may be a header.</param>
public sealed record TextReading(IReadOnlyList<string> Found, IReadOnlyList<string> Hints)
{
    /// <summary>What is not as usual.</summary>
    public IReadOnlyList<string> Found { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Of(Found);

    /// <summary>What should be looked at.</summary>
    public IReadOnlyList<string> Hints { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Of(Hints);

    /// <summary>Nothing to tell.</summary>
    public static TextReading Usual { get; } = new([], []);
}
