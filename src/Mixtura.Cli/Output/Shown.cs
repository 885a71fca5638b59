using System.Globalization;

namespace Mixtura.Cli.Output;

/// <summary>Numbers as people read them; files have all digits.</summary>
internal static class Shown
{
    // below this a double has no digits left
    private const double LeastProbability = 1e-300;

    /// <summary>A total in nats, or a criterion: six decimals.</summary>
    public static string Total(double value) => double.IsNaN(value) ? "not known" : value.ToString("F6", CultureInfo.InvariantCulture);

    // what is shown as 0.0000 has no sign
    private const double LeastShare = 0.5e-4;

    /// <summary>A weight or a probability: four decimals.</summary>
    public static string Share(double value) => (Math.Abs(value) < LeastShare ? 0 : value).ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A p-value: four decimals, or two digits where it is small.</summary>
    public static string Probability(double value) => value >= 0.001 ? Share(value) : value < LeastProbability ? "< 1e-300" : value.ToString("0.0e-0", CultureInfo.InvariantCulture);

    /// <summary>A value: five digits; a zero has no sign.</summary>
    public static string Value(double value) => (value + 0.0).ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>A count.</summary>
    public static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A word as a shell takes it: in quotes where it needs them.</summary>
    public static string Argument(string word) =>
        word.Length > 0 && word.All(static character => char.IsLetterOrDigit(character) || "_.,:+-/%@=".Contains(character, StringComparison.Ordinal))
            ? word
            : word.IndexOfAny(['"', '$', '`', '\\', '!']) < 0 ? $"\"{word}\"" : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>«1 row», «2 rows».</summary>
    public static string Count(long value, string unit) => $"{Count(value)} {unit}{(value == 1 ? string.Empty : "s")}";
}
