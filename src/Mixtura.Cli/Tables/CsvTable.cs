using System.Buffers;
using System.Globalization;
using System.Text;
using Mixtura.Cli.Output;

namespace Mixtura.Cli.Tables;

/// <summary>A table as lines of text, fields separated by a comma or a tab: numbers that round-trip, texts quoted where they must be, gaps empty.</summary>
/// <param name="results">Where it goes.</param>
/// <param name="separator">What stands between fields.</param>
internal sealed class CsvTable(Results results, char separator = ',') : ITableWriter
{
    // no number is longer than 24 characters in its shortest form
    private const int LongestNumber = 32;

    private readonly SearchValues<char> special = SearchValues.Create(['"', '\r', '\n', separator]);

    public bool NeedsDistinctNames => false;

    public void Begin(IReadOnlyList<TableColumn> columns) =>
        results.Stream.Write(Encoding.UTF8.GetBytes(string.Join(separator, columns.Select(column => Quoted(column.Name))) + "\n"));

    public void Prepare(TableRows rows)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < rows.Columns.Count; column++)
            {
                AddField(rows, row, column);
                AddByte(rows.Bytes, column + 1 < rows.Columns.Count ? (byte)separator : (byte)'\n');
            }
        }
    }

    public void Write(TableRows rows) => results.Stream.Write(rows.Bytes.WrittenSpan);

    public void Complete() => results.Complete();

    public void Dispose() => results.Dispose();

    private void AddField(TableRows rows, int row, int column)
    {
        if (rows.Columns[column].IsHeldAsText)
        {
            Encoding.UTF8.GetBytes(Quoted(rows.Texts(column)[row] ?? string.Empty), rows.Bytes);
        }
        else if (rows.Columns[column].Type == CellType.Whole)
        {
            Add(rows.Wholes(column)[row], rows.Bytes);
        }
        else
        {
            Add(rows.Numbers(column)[row], rows.Bytes);
        }
    }

    private static void Add<T>(T value, ArrayBufferWriter<byte> bytes)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(bytes.GetSpan(LongestNumber), out int written, default, CultureInfo.InvariantCulture);
        bytes.Advance(written);
    }

    private static void AddByte(ArrayBufferWriter<byte> bytes, byte value)
    {
        bytes.GetSpan(1)[0] = value;
        bytes.Advance(1);
    }

    private string Quoted(string text) =>
        text.AsSpan().ContainsAny(special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
