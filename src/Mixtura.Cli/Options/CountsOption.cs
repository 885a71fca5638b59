using System.CommandLine;
using System.Globalization;
using Mixtura.Data;

namespace Mixtura.Cli.Options;

/// <summary>Several whole numbers: <c>1:9</c>, <c>2,4,8</c>, or both.</summary>
internal static class CountsOption
{
    // more is a typing error, and would fit for days
    private const int Most = 10_000;

    public static Option<string?> Of(string name, string description, params string[] aliases) => new(name, aliases) { Description = description, HelpName = "K:K,…" };

    /// <summary>The numbers, rising, each once.</summary>
    /// <exception cref="InputException">It is not a list of whole numbers from 1 to <see cref="Most"/>.</exception>
    public static int[] Read(string name, string text)
    {
        var numbers = new SortedSet<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split(':');
            if (ends.Length > 2 || !TryRead(ends[0], out int first) || !TryRead(ends[^1], out int last) || last < first)
            {
                throw new InputException($"{name} is '{text}'. Give whole numbers from 1 to {Most}, such as 1:9 or 2,4,8.");
            }

            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. numbers];
    }

    private static bool TryRead(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= Most;
}
