using System.Globalization;
using System.Text;
using CsvHelper;

namespace Mixtura.IO;

/// <summary>How numbers are written: the sign before decimals, and between groups of three digits.</summary>
/// <param name="Decimal">A point or a comma.</param>
/// <param name="Thousands">What stands between groups; null where nothing does.</param>
internal sealed record NumberForm(char Decimal, char? Thousands)
{
    private const int Longest = 64;

    /// <summary>A decimal point, no groups.</summary>
    public static NumberForm Plain { get; } = new('.', null);

    /// <summary>Whether the parser's own way will do.</summary>
    public bool IsPlain => Decimal == '.' && Thousands is null;

    /// <summary>The number in a field; NaN and infinities are numbers, too.</summary>
    public bool TryParse(CsvReader reader, int column, out double value) => IsPlain ? reader.TryParse(column, out value) : TryParse(reader.GetSpan(column), out value);

    /// <inheritdoc cref="TryParse(CsvReader, int, out double)"/>
    public bool TryParse(ReadOnlySpan<byte> field, out double value)
    {
        field = field.Trim((byte)' ');
        if (IsPlain)
        {
            return NumberText.TryParse(field, out value);
        }

        value = double.NaN;
        Span<char> text = stackalloc char[Longest];
        Span<char> plain = stackalloc char[Longest];
        return field.Length <= Longest && Encoding.UTF8.TryGetChars(field, text, out int length) && TryWritePlain(text[..length], plain, out int written)
            && double.TryParse(plain[..written], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Whether signs stand between the digits of this text in groups of three: 1,234 and -1,234,567.</summary>
    public static bool IsGrouped(ReadOnlySpan<char> digits, char sign, out int groups)
    {
        groups = 0;
        int first = digits.IndexOf(sign);
        if (first is < 1 or > 3 || digits[..first].ContainsAnyExceptInRange('0', '9') || digits[0] == '0')
        {
            return false;
        }

        for (int at = first; at < digits.Length; at += 4, groups++)
        {
            if (digits[at] != sign || digits.Length < at + 4 || digits.Slice(at + 1, 3).ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A sign for a message.</summary>
    public static string Name(char sign) => sign switch
    {
        ',' => "comma",
        '.' => "point",
        ' ' => "blank",
        '\'' or '’' => "apostrophe",
        _ => "no-break blank",
    };

    // without groups, with a decimal point; false where groups are not of three digits, or there is a point that is no decimal one
    private bool TryWritePlain(ReadOnlySpan<char> text, Span<char> plain, out int written)
    {
        written = 0;
        int end = text.IndexOfAny(Decimal, 'e', 'E');
        var whole = end < 0 ? text : text[..end];
        var rest = end < 0 ? [] : text[end..];
        int sign = !whole.IsEmpty && whole[0] is '+' or '-' ? 1 : 0;
        if (Thousands is { } between && whole.Contains(between) && !IsGrouped(whole[sign..], between, out _))
        {
            return false;
        }

        foreach (char character in whole)
        {
            if (character != Thousands)
            {
                plain[written++] = character;
            }
        }

        foreach (char character in rest)
        {
            plain[written++] = character == Decimal ? '.' : character;
        }

        return Decimal == '.' || !text.Contains('.') || Thousands == '.';
    }
}
