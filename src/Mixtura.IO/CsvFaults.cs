using System.Text;
using CsvHelper;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>What is wrong with a text, where, and what to do about it.</summary>
internal sealed class CsvFaults(string source, TextForm form, CsvReader reader)
{
    private readonly char delimiter = form.Delimiter;
    private readonly CsvReader reader = reader;

    /// <summary>What messages call the data.</summary>
    public string Source { get; } = source;

    /// <summary>The character between fields.</summary>
    public char Separator => delimiter;

    /// <summary>Whether the current line is blank.</summary>
    public bool IsOnBlankLine => reader.FieldCount == 1 && reader.RawRecord.Trim(Blanks).IsEmpty;

    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    private string Delimiter => form.AreBlanks ? "blank" : delimiter == '\t' ? "tab" : $"'{delimiter}'";

    /// <summary>The place of a field of the current line.</summary>
    public string Here(ColumnRoles roles, int column) => $"{Source}, line {reader.LineNumber}, {roles.Describe(column)}";

    /// <summary>Refuses JSON, and says where it is a model: no table begins with a brace or a bracket.</summary>
    public static void ThrowIfJson(string source, ReadOnlySpan<byte> beginning)
    {
        var text = beginning.StartsWith("\uFEFF"u8) ? beginning[3..] : beginning;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'['))
        {
            return;
        }

        throw text[0] == '{' && text.IndexOf("\"mixtura."u8) >= 0
            ? new InputException(InputFault.ModelAsData, $"{source}: this is a model file, not data.", "Give rows: CSV or TSV text, or a NumPy array.")
            : new InputException($"{source}: is JSON, not a table. Give CSV or TSV text, or a NumPy array in a file whose name ends in .npy.");
    }

    /// <summary>The fault of a text without a line of fields.</summary>
    public InputException Empty() => new($"{Source}: is empty. Give lines of numbers, with a header or without.");

    public InputException HeaderOnly(ColumnRoles roles) =>
        new(InputFault.HeaderOnly, $"{Source}: holds a header ({roles.Describe(0)}{(roles.Count > 1 ? ", …" : "")}) and no rows.", "Add rows; if the first line is a row, say so by RowFileOptions.Header.");

    public InputException Ragged(int expected)
    {
        string remedy = reader.FieldCount < expected
            ? "Fill in what is missing"
            : $"Put text that holds the delimiter in quotes{(delimiter == ',' ? ", write numbers with a decimal point" : "")}";
        return new InputException($"{Source}, line {reader.LineNumber}: {Fields(reader.FieldCount)} found, {expected} expected as in the first line (the delimiter is {Delimiter}). {remedy}, or remove the row.");
    }

    public InputException Malformed(CsvFormatException failure) =>
        new($"{Source}, line {failure.LineNumber}: the quotes are not balanced: {failure.Message} Close the quote, and write a quote inside a quoted field twice.", failure);

    public InputException NotAWeight(ColumnRoles roles, int column) => WeightFaults.Bad(Here(roles, column), Text(column));

    /// <summary>The fault of a feature that is no finite number, after so many rows without one.</summary>
    public InputException NotANumber(ColumnRoles roles, int column, long rowsBefore)
    {
        string place = Here(roles, column);
        string text = Text(column);
        if (text.Length == 0)
        {
            return Missing($"{place}: the field is empty.", roles, column);
        }

        if (NumberText.IsMissing(text))
        {
            return Missing($"{place}: {NumberText.Quote(text)} is a missing value.", roles, column);
        }

        if (NumberText.IsInfinite(text) || form.Numbers.TryParse(reader, column, out _))
        {
            return new InputException($"{place}: {NumberText.Quote(text)} is infinite or beyond the range of a double (1.8e308). Remove the row or correct the value.");
        }

        return Form(text) is { } written
            ? new InputException(InputFault.NumberForm, $"{place}: {NumberText.Quote(text)} {written}", "Say how numbers are written by RowFileOptions.DecimalSign and Thousands.")
            : TextColumns.Fault(place, text, roles, column, reader, rowsBefore, form.Numbers);
    }

    // a number, if it were written otherwise than the others are
    private string? Form(string text)
    {
        if (form.Numbers.Decimal == ',' && NumberText.TryParse(text, out _))
        {
            return "has a decimal point, where other numbers have a decimal comma.";
        }

        string number = text.Replace(',', '.');
        return NumberText.HasDecimalComma(text) ? $"may be {number}{(NumberForm.IsGrouped(text, ',', out _) ? " or " + text.Replace(",", string.Empty, StringComparison.Ordinal) : string.Empty)}, where other numbers have a decimal point." : null;
    }

    /// <summary>The fault where every row lacks a value.</summary>
    public InputException NothingLeft(long dropped) =>
        new($"{Source}: every row lacks a value, so that leaving out such rows leaves none ({dropped} were left out). Keep them, or leave out the columns that are missing.");

    private static InputException Missing(string finding, ColumnRoles roles, int column) =>
        new(InputFault.MissingValue, finding, "Let missing values be kept (RowFileOptions.Missing), remove the row, fill the value or leave the column out.") { Names = [roles.Argument(column)] };

    private string Text(int column) => Encoding.UTF8.GetString(reader.GetSpan(column)).Trim();

    private static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";
}
