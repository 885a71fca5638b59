using System.Globalization;
using System.Text;

namespace Mixtura.IO;

/// <summary>Numbers as text: invariant culture, correctly rounded.</summary>
internal static class NumberText
{
    private static readonly string[] Missing = ["", "na", "n/a", "#n/a", "nan", "-nan", "null", "none", "?", "."];
    private static readonly string[] Infinite = ["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞"];

    /// <summary>Whether this is a number; NaN and infinities are, too.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out double)"/>
    public static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>Whether this is one of the ways in which programs write that a value is missing.</summary>
    public static bool IsMissing(string text) => Missing.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether this says infinity.</summary>
    public static bool IsInfinite(string text) => Infinite.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether this would be a number if its comma were a point.</summary>
    public static bool HasDecimalComma(string text) =>
        text.Count(character => character == ',') == 1 && TryParse(text.Replace(',', '.'), out _);

    /// <summary>The text for a message: in quotes, on one line, not too long.</summary>
    public static string Quote(string text)
    {
        const int Longest = 40;
        var quoted = new StringBuilder("'");
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            quoted.Append(char.IsControl(character) ? ' ' : character);
        }

        return quoted.Append(text.Length > Longest ? "…'" : "'").ToString();
    }
}
