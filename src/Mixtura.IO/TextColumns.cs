using System.Text;
using CsvHelper;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Where text stands for a number: a slip in a column of numbers, or a column of text that is no feature.</summary>
internal static class TextColumns
{
    // enough to tell a slip from a column of text
    private const int RowsLookedAt = 1000;

    private const int ValuesShown = 3;

    /// <summary>Says which of the two it is, after a look at the rows that follow. The reader stands elsewhere afterwards.</summary>
    public static InputException Fault(string place, string text, ColumnRoles roles, int column, CsvReader reader, long rowsBefore, NumberForm numbers)
    {
        int[] textColumns = Find(roles, reader, rowsBefore, column, numbers, out string values);
        string found = $"{place}: {NumberText.Quote(text)} is not a number";
        if (!textColumns.Contains(column))
        {
            return new InputException($"{found}. Correct it or remove the row.");
        }

        if (textColumns.Length == roles.Features.Length)
        {
            return new InputException(InputFault.NoNumbers, $"{found}, and no column to be fitted holds numbers (the delimiter is {(reader.Separator == '\t' ? "tab" : $"'{reader.Separator}'")}).", "Check the delimiter, choose columns of numbers, or say which are categorical.");
        }

        string[] names = [.. textColumns.Select(roles.Argument)];
        if (textColumns.Length > 1)
        {
            return new InputException(InputFault.TextColumns, $"{found}; {textColumns.Length} columns hold text: {NameList.Of(names)}.", "Say that they are categorical, or leave them out; one of them may be the label.") { Names = names };
        }

        return roles.Label is null
            ? new InputException(InputFault.TextColumn, $"{found}; the column holds text ({values}).", "Take it as the label if it holds the known classes, say that it is categorical, or leave it out.") { Names = names }
            : new InputException(InputFault.TextBesideLabel, $"{found}; the column holds text ({values}).", "Say that it is categorical, or leave it out.") { Names = names };
    }

    // the features where most of the rows hold text, or where none that follow holds a number; those before this one held numbers or nothing
    private static int[] Find(ColumnRoles roles, CsvReader reader, long rowsBefore, int shown, NumberForm numbers, out string values)
    {
        int[] texts = new int[roles.Count];
        int[] held = new int[roles.Count];
        var seen = new List<string>();
        int rows = 0;
        try
        {
            do
            {
                Count(roles, reader, texts, held, numbers);
                string cell = Encoding.UTF8.GetString(reader.GetSpan(shown)).Trim();
                string value = NumberText.Quote(cell);
                if (seen.Count <= ValuesShown && cell.Length > 0 && !seen.Contains(value))
                {
                    seen.Add(value);
                }

                rows++;
            }
            while (rows < RowsLookedAt && reader.Read());
        }
        catch (CsvFormatException)
        {
            // the fault to report is the one before; what has been seen must do
        }

        values = string.Join(", ", seen.Take(ValuesShown)) + (seen.Count > ValuesShown ? ", …" : string.Empty);
        // a column of few texts among empty cells holds no number either
        return [.. roles.Features.Where(column => 2L * texts[column] > rows + rowsBefore || (texts[column] > 0 && held[column] == 0 && texts[column] < rows))];
    }

    private static void Count(ColumnRoles roles, CsvReader reader, int[] texts, int[] held, NumberForm numbers)
    {
        foreach (int column in roles.Features)
        {
            var field = reader.GetSpan(column);
            if (!field.IsEmpty && !NumberText.IsMissing(Encoding.UTF8.GetString(field)))
            {
                (numbers.TryParse(field, out _) ? held : texts)[column]++;
            }
        }
    }
}
