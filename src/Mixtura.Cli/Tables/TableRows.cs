using System.Buffers;
using System.Globalization;

namespace Mixtura.Cli.Tables;

/// <summary>Consecutive rows of a table, column beside column; filled again and again.</summary>
internal sealed class TableRows
{
    private readonly double[][] numbers;
    private readonly long[][] wholes;
    private readonly string?[][] texts;

    /// <param name="columns">The columns.</param>
    /// <param name="most">The most rows.</param>
    public TableRows(IReadOnlyList<TableColumn> columns, int most)
    {
        Columns = columns;
        numbers = [.. columns.Select(column => new double[!column.IsHeldAsText && column.Type == CellType.Number ? most : 0])];
        wholes = [.. columns.Select(column => new long[!column.IsHeldAsText && column.Type == CellType.Whole ? most : 0])];
        texts = [.. columns.Select(column => new string?[column.IsHeldAsText ? most : 0])];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The index of the first row in the data, counted from 0.</summary>
    public long FirstRow { get; private set; }

    /// <summary>The rows as a text has them, where a writer of text prepared them.</summary>
    public ArrayBufferWriter<byte> Bytes { get; } = new();

    /// <summary>Begins anew.</summary>
    public void Start(long firstRow, int count)
    {
        (FirstRow, Count) = (firstRow, count);
        Bytes.ResetWrittenCount();
    }

    /// <summary>The cells of a column of numbers.</summary>
    public Span<double> Numbers(int column) => numbers[column].AsSpan(0, Count);

    /// <summary>The cells of a column of whole numbers.</summary>
    public Span<long> Wholes(int column) => wholes[column].AsSpan(0, Count);

    /// <summary>The cells of a column that is held as text.</summary>
    public Span<string?> Texts(int column) => texts[column].AsSpan(0, Count);

    /// <summary>Sets a cell of a mixture's feature: a number, or the name of a level.</summary>
    public void Set(int row, int column, double value, IReadOnlyList<string> levels)
    {
        if (levels.Count == 0)
        {
            numbers[column][row] = value;
        }
        else
        {
            texts[column][row] = double.IsNaN(value) ? null : levels[(int)value];
        }
    }

    /// <summary>A cell of a column of numbers, held in whatever way; null for a gap.</summary>
    public double? Number(int row, int column)
    {
        double value = !Columns[column].IsHeldAsText ? numbers[column][row]
            : double.TryParse(texts[column][row], NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : double.NaN;
        return double.IsNaN(value) ? null : value;
    }

    /// <summary>A cell of a column of whole numbers, held in whatever way; null for a gap.</summary>
    public long? Whole(int row, int column) => !Columns[column].IsHeldAsText ? wholes[column][row]
        : long.TryParse(texts[column][row], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long parsed) ? parsed : null;
}
