using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mixtura.Cli.Output;

namespace Mixtura.Cli.Tables;

/// <summary>A table as JSON Lines: an object a row, keyed by the columns' names; gaps are null, numbers round-trip, infinities, for which JSON has no number, are the strings that readers of floating-point numbers take.</summary>
internal sealed class JsonLinesTable(Results results) : ITableWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private JsonEncodedText[] keys = [];

    public bool NeedsDistinctNames => true;

    public void Begin(IReadOnlyList<TableColumn> columns) => keys = [.. columns.Select(static column => JsonEncodedText.Encode(column.Name, Options.Encoder))];

    public void Prepare(TableRows rows)
    {
        using var json = new Utf8JsonWriter(rows.Bytes, Options);
        for (int row = 0; row < rows.Count; row++)
        {
            json.WriteStartObject();
            for (int column = 0; column < keys.Length; column++)
            {
                json.WritePropertyName(keys[column]);
                WriteValue(json, rows, row, column);
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
            rows.Bytes.GetSpan(1)[0] = (byte)'\n';
            rows.Bytes.Advance(1);
        }
    }

    public void Write(TableRows rows) => results.Stream.Write(rows.Bytes.WrittenSpan);

    public void Complete() => results.Complete();

    public void Dispose() => results.Dispose();

    private static void WriteValue(Utf8JsonWriter json, TableRows rows, int row, int column)
    {
        switch (rows.Columns[column].Type)
        {
            case CellType.Text when rows.Texts(column)[row] is { } text:
                json.WriteStringValue(text);
                break;
            case CellType.Whole when rows.Whole(row, column) is { } whole:
                json.WriteNumberValue(whole);
                break;
            case CellType.Number when rows.Columns[column].IsAsRead && rows.Number(row, column) is not null:
                json.WriteRawValue(rows.Texts(column)[row]!, skipInputValidation: true);
                break;
            case CellType.Number when rows.Number(row, column) is { } number:
                WriteNumber(json, number);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
