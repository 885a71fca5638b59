using System.Globalization;
using System.Text;
using ExcelDataReader;
using Mixtura.Data;

namespace Mixtura.IO.Formats;

/// <summary>The cells of one sheet of an Excel workbook: the first, or the one that is named. Empty cells are missing, numbers and booleans are numbers; dates are neither numbers nor classes.</summary>
/// <remarks>A table need not begin in the first cell: lines above the line of its names, such as a title, and columns without a cell are left out, and said.</remarks>
internal sealed class ExcelCells : ICells, IDisposable
{
    private const int RowsLookedAt = 1000;

    // a title and a few words of explanation
    private const int MostLinesAbove = 20;

    private readonly FileStream stream;
    private readonly IExcelDataReader reader;
    private readonly Queue<object?[]> ahead = new();
    private readonly int[] columns;
    private readonly bool[] areText;
    private object?[] row = [];

    /// <exception cref="InputException">It has no such sheet, or the sheet is empty.</exception>
    public ExcelCells(string path, string? sheet, bool? header)
    {
        // texts of old workbooks
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            reader = ExcelReaderFactory.CreateReader(stream);
            string[] sheets = GoTo(path, sheet);
            int above = FindTable(path, sheets);
            columns = [.. Enumerable.Range(0, ahead.Max(static cells => cells.Length)).Where(column => ahead.Any(cells => Cell(cells, column) is not null))];
            Names = TakeNames(header);
            areText = [.. columns.Select(column => ahead.Any(cells => Cell(cells, column) is string text && !NumberText.TryParse(text, out _) && !NumberText.IsMissing(text)))];
            Found = [.. sheets.Length > 1 ? (string[])[$"sheet '{reader.Name}' of {sheets.Length.ToString(CultureInfo.InvariantCulture)}"] : [], .. above > 0 ? (string[])[$"{Counted.Of(above, "line")} above the table"] : []];
        }
        catch
        {
            reader?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>What was assumed.</summary>
    public IReadOnlyList<string> Found { get; }

    public IReadOnlyList<string> Names { get; }

    public bool IsText(int column) => areText[column];

    public bool Next()
    {
        do
        {
            if (!ahead.TryDequeue(out object?[]? next))
            {
                if (!reader.Read())
                {
                    return false;
                }

                next = ReadRow();
            }

            row = next;
        }
        while (Filled(row) == 0);
        return true;
    }

    public bool IsMissing(int column) => Cell(row, columns[column]) is null || (Cell(row, columns[column]) is string text && NumberText.IsMissing(text));

    public bool TryNumber(int column, out double number) => CellValue.TryNumber(Cell(row, columns[column]), out number);

    public string Text(int column) => CellValue.Text(Cell(row, columns[column]));

    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
    }

    // empty lines, and lines that are shorter than the line of names below them
    private static int LinesAbove(object?[][] lines, int width)
    {
        int names = Array.FindIndex(lines, cells => Filled(cells) == width && Array.TrueForAll(cells, static cell => cell is null or string));
        int first = Array.FindIndex(lines, static cells => Filled(cells) > 0);
        bool isAbove = names > 0 && Enumerable.Range(first, names - first).All(i => Filled(lines[i]) < width);
        return isAbove ? names : first;
    }

    private static string Quoted(IEnumerable<string> names) => NameList.Of(names.Select(static name => $"'{name}'"));

    private static object? Cell(object?[] cells, int column) => column < cells.Length ? cells[column] : null;

    private static int Filled(object?[] cells) => cells.Count(static cell => cell is not null);

    // all sheets; the reader stands at the one that is wanted
    private string[] GoTo(string path, string? sheet)
    {
        var names = new List<string>();
        do
        {
            names.Add(reader.Name);
        }
        while (reader.NextResult());
        reader.Reset();
        int wanted = sheet is null ? 0 : names.FindIndex(name => string.Equals(name, sheet, StringComparison.OrdinalIgnoreCase));
        if (wanted < 0)
        {
            throw new InputException(InputFault.Sheet, $"{path}: there is no sheet '{sheet}'. The sheets are {Quoted(names)}.", "Name one of these (RowFileOptions.Sheet).");
        }

        for (int i = 0; i < wanted; i++)
        {
            reader.NextResult();
        }

        return [.. names];
    }

    // how many lines stand above the table; they are left out
    private int FindTable(string path, string[] sheets)
    {
        Look();
        int width = ahead.Count == 0 ? 0 : ahead.Max(Filled);
        if (width == 0)
        {
            throw new InputException(InputFault.Sheet, $"{path}: the sheet '{reader.Name}' is empty; the sheets are {Quoted(sheets)}.", "Name another (RowFileOptions.Sheet).");
        }

        int above = LinesAbove([.. ahead.Take(MostLinesAbove)], width);
        for (int i = 0; i < above; i++)
        {
            ahead.Dequeue();
        }

        return above;
    }

    private string[] TakeNames(bool? header)
    {
        if (!(header ?? Array.TrueForAll(columns, column => Cell(ahead.Peek(), column) is null or string)))
        {
            return CsvHeader.Numbers(columns.Length);
        }

        object?[] first = ahead.Dequeue();
        return [.. columns.Select(column => CellValue.Text(Cell(first, column)))];
    }

    private void Look()
    {
        while (ahead.Count < RowsLookedAt && reader.Read())
        {
            ahead.Enqueue(ReadRow());
        }
    }

    private object?[] ReadRow()
    {
        var cells = new object?[reader.FieldCount];
        for (int column = 0; column < cells.Length; column++)
        {
            object? value = reader.GetValue(column);
            cells[column] = value is string text ? (text.Trim().Length == 0 ? null : text.Trim()) : value;
        }

        return cells;
    }
}
