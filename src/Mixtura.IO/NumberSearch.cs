using System.Globalization;

namespace Mixtura.IO;

/// <summary>How numbers are written, as the cells of a text's beginning tell.</summary>
internal sealed class NumberSearch
{
    private static readonly char[] Separators = [' ', '\'', '’', '\u00A0', '\u202F'];

    private readonly Dictionary<char, int> groups = [];
    private int decimalCommas;
    private string? ambiguous;
    private int decimalPoints;

    /// <summary>A text in which a comma may be a decimal one or stand between thousands, where nothing else tells; null for none.</summary>
    public string? Ambiguous => decimalCommas == 0 && groups.GetValueOrDefault(',') == 0 ? ambiguous : null;

    /// <summary>Looks at a cell.</summary>
    public void Add(string cell)
    {
        var text = cell.AsSpan().Trim().TrimStart("+-");
        if (text.IsEmpty || !char.IsAsciiDigit(text[^1]) || text.ContainsAnyInRange('a', 'd'))
        {
            return;
        }

        int comma = text.IndexOf(',');
        int point = text.IndexOf('.');
        if (comma < 0 && !text.ContainsAny(Separators))
        {
            AddPlain(text, point);
            return;
        }

        foreach (char separator in Separators)
        {
            AddGroups(text, separator);
        }

        if (comma < 0)
        {
            AddPlain(text, point);
            return;
        }

        if (point >= 0)
        {
            AddBoth(text, comma, point);
        }
        else if (NumberForm.IsGrouped(text, ',', out int count))
        {
            groups[','] = groups.GetValueOrDefault(',') + (count > 1 ? 1 : 0);
            ambiguous ??= count == 1 ? cell.Trim() : null;
        }
        else if (NumberText.HasDecimalComma(cell))
        {
            decimalCommas++;
        }
    }

    /// <summary>What they tell together.</summary>
    /// <param name="decimalSign">What was asked for; null to find it.</param>
    /// <param name="thousands">What was asked for; null to find it.</param>
    public NumberForm Find(char? decimalSign, char? thousands)
    {
        bool areThousands = groups.GetValueOrDefault(',') > 0 || ambiguous is not null;
        char sign = decimalSign ?? (thousands is ',' ? '.' : thousands is '.' || decimalCommas > decimalPoints ? ',' : '.');
        char? between = thousands ?? (sign == ',' && groups.GetValueOrDefault('.') > 0 ? '.'
            : sign == '.' && decimalSign is null && areThousands ? ','
            : sign == '.' && groups.GetValueOrDefault('.') > 0 && decimalPoints == 0 ? '.'
            : Array.Find(Separators, one => groups.GetValueOrDefault(one) > 0) is var found and not '\0' ? found : null);
        return new NumberForm(between == sign ? ',' : sign, between);
    }

    private void AddPlain(ReadOnlySpan<char> text, int point)
    {
        if (point < 0)
        {
            return;
        }

        bool isGrouped = NumberForm.IsGrouped(text, '.', out int count);
        if (isGrouped && count > 1)
        {
            groups['.'] = groups.GetValueOrDefault('.') + 1;
        }
        else if (!isGrouped && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            decimalPoints++;
        }
    }

    private void AddGroups(ReadOnlySpan<char> text, char separator)
    {
        int end = text.IndexOfAny(',', '.');
        if (text.Contains(separator) && NumberForm.IsGrouped(end < 0 ? text : text[..end], separator, out _))
        {
            groups[separator] = groups.GetValueOrDefault(separator) + 1;
            decimalCommas += end >= 0 && text[end] == ',' ? 1 : 0;
        }
    }

    private void AddBoth(ReadOnlySpan<char> text, int comma, int point)
    {
        if (point < comma && NumberForm.IsGrouped(text[..comma], '.', out _))
        {
            groups['.'] = groups.GetValueOrDefault('.') + 1;
            decimalCommas++;
        }
        else if (comma < point && NumberForm.IsGrouped(text[..point], ',', out _))
        {
            groups[','] = groups.GetValueOrDefault(',') + 1;
        }
    }
}
