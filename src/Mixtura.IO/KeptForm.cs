using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mixtura.IO;

/// <summary>Finds what all cells of a kept column are.</summary>
/// <param name="tokens">What stands for a missing cell.</param>
/// <param name="known">What they are where the table tells and no cell is otherwise, as in tables whose cells have types of their own; null to find it.</param>
internal sealed partial class KeptForm(MissingTokens tokens, KeptType? known)
{
    // as many decimal digits a double gives back whatever they are
    private const int SafeDigits = 15;
    private const int LongestWhole = 18;
    private const int LongestNumber = 32;

    private bool any;
    private bool areWhole = true;
    private bool areNumbers = true;

    /// <summary>The same kind of column, nothing seen yet.</summary>
    public KeptForm(KeptForm other)
        : this(other.Tokens, other.Known)
    {
    }

    /// <summary>What they are.</summary>
    public KeptType Type => Known == KeptType.Text || !areNumbers ? KeptType.Text
        : Known is { } type && (!any || type == KeptType.Number) ? type
        : !any ? KeptType.Text : areWhole ? KeptType.Whole : KeptType.Number;

    private MissingTokens Tokens { get; } = tokens;

    private KeptType? Known { get; } = known;

    /// <summary>What cells of a type are; null where that depends on them.</summary>
    public static KeptType? TypeOf(Type type) => System.Type.GetTypeCode(type) switch
    {
        TypeCode.Double or TypeCode.Single => KeptType.Number,
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 => KeptType.Whole,
        TypeCode.UInt64 or TypeCode.Decimal => null,
        _ => type == typeof(System.Numerics.BigInteger) ? null : KeptType.Text,
    };

    /// <summary>Looks at a cell.</summary>
    public void Look(ReadOnlySpan<byte> cell)
    {
        if (Known == KeptType.Text || !areNumbers || cell.IsEmpty)
        {
            return;
        }

        if (areWhole && IsWhole(cell))
        {
            any = true;
            return;
        }

        string text = Encoding.UTF8.GetString(cell);
        if (Tokens.Has(text))
        {
            return;
        }

        any = true;
        areWhole &= IsWhole(cell);
        areNumbers = areWhole || IsNumber(text);
    }

    /// <summary>Takes up what another part of the column is.</summary>
    public void Join(KeptForm other)
    {
        any |= other.any;
        areWhole &= other.areWhole;
        areNumbers &= other.areNumbers;
    }

    private static bool IsWhole(ReadOnlySpan<byte> cell)
    {
        var digits = cell[0] == '-' ? cell[1..] : cell;
        return digits.Length is > 0 and <= LongestWhole && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (digits[0] != '0' || cell.Length == 1);
    }

    private static bool IsNumber(string text) => text.Length <= LongestNumber && JsonNumber().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
        && (Digits(text) <= SafeDigits || string.Equals(value.ToString("R", CultureInfo.InvariantCulture), text, StringComparison.Ordinal));

    private static int Digits(string text)
    {
        int end = text.AsSpan().IndexOfAny('e', 'E');
        return text[..(end < 0 ? text.Length : end)].Count(char.IsAsciiDigit);
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonNumber();
}
