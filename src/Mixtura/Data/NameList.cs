namespace Mixtura.Data;

/// <summary>Lists of names in messages: all of them, or the first five and how many more there are.</summary>
internal static class NameList
{
    /// <summary>The most names of a list.</summary>
    public const int Most = 5;

    /// <summary>«a, b, c, d, e and 479 more».</summary>
    public static string Of(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(Most)) + (all.Length > Most ? $" and {all.Length - Most} more" : string.Empty);
    }
}
