using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Whether the first line of a text names the columns, and the names.</summary>
internal static class CsvHeader
{
    /// <summary>Whether the first line is a header: asked for, or found because a field is neither a number nor a missing one, and the fields below it are not of its kind.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="source">What messages call the text.</param>
    /// <param name="line">The number of the first line.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="rows">The lines after it.</param>
    /// <exception cref="InputException">The line could be a header or a row.</exception>
    public static bool IsPresent(bool? asked, string source, long line, IReadOnlyList<string> fields, IReadOnlyList<string[]> rows)
    {
        if (asked is { } known)
        {
            return known;
        }

        int text = FirstIndex(fields, field => !LooksLikeValue(field));
        if (text < 0)
        {
            // all missing: names left empty, or a row of nothing; either way nothing to read as numbers
            return fields.All(field => field.Length == 0);
        }

        // a text that comes again in a column of text is a value; above a column of numbers it is the header of another table
        int[] texts = [.. Enumerable.Range(0, fields.Count).Where(j => !LooksLikeValue(fields[j]))];
        bool namesNumbers = rows.Count > 1 && texts.Any(j => rows.All(row => j < row.Length && LooksLikeValue(row[j])));
        if (!namesNumbers && texts.Any(j => rows.Any(row => HasText(row, j) && string.Equals(row[j], fields[j], StringComparison.Ordinal)) && 2 * rows.Count(row => HasText(row, j)) > rows.Count))
        {
            return false;
        }

        // names such as 0, 1, 2 or years go with text; measured values do not
        int measured = FirstIndex(fields, field => NumberText.TryParse(field, out _) && !IsWholeNumber(field));
        if (measured < 0)
        {
            return true;
        }

        // names of rows below a name of a row
        return rows.Count > 0 && texts.All(j => rows.All(row => HasText(row, j))) ? false : throw new InputException(
            InputFault.HeaderOrRow,
            $"{source}, line {line}: the first line could be a header or a row: it has text ({NumberText.Quote(fields[text])}, column {text + 1}) and a measured number ({NumberText.Quote(fields[measured])}, column {measured + 1}).",
            "Say which it is by RowFileOptions.Header.");
    }

    /// <summary>The names in a header; a column without one is called x and its number.</summary>
    public static string[] Names(IReadOnlyList<string> fields) =>
        [.. fields.Select((field, column) => field.Length > 0 ? field : Number(column))];

    /// <summary>The names of columns without a header: x1, x2, …</summary>
    public static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(Number)];

    private static string Number(int column) => string.Create(CultureInfo.InvariantCulture, $"x{column + 1}");

    private static bool LooksLikeValue(string field) =>
        NumberText.TryParse(field, out _) || NumberText.IsMissing(field) || NumberText.IsInfinite(field) || NumberText.HasDecimalComma(field);

    private static bool HasText(string[] row, int column) => column < row.Length && !LooksLikeValue(row[column]);

    private static bool IsWholeNumber(string field) => field.All(char.IsAsciiDigit);

    private static int FirstIndex(IReadOnlyList<string> fields, Func<string, bool> holds)
    {
        for (int field = 0; field < fields.Count; field++)
        {
            if (holds(fields[field]))
            {
                return field;
            }
        }

        return -1;
    }
}
