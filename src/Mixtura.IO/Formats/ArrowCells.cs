using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Mixtura.Data;

namespace Mixtura.IO.Formats;

/// <summary>The cells of an Arrow file or stream (Feather is the same), a batch at a time: null is missing, numbers and booleans are numbers, strings and dictionaries are text.</summary>
internal sealed class ArrowCells : ICells, IDisposable
{
    private readonly string source;
    private readonly ArrowStreamReader reader;
    private readonly Schema schema;
    private RecordBatch? batch;
    private int row;

    /// <exception cref="InputException">It is none, or cannot be read.</exception>
    public ArrowCells(string path)
    {
        source = path;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            reader = Open(stream, path);
            schema = stream.Length > 0 ? reader.Schema : throw new InvalidDataException("It is empty.");
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        Names = [.. schema.FieldsList.Select(static field => field.Name)];
    }

    public IReadOnlyList<string> Names { get; }

    public bool IsText(int column) => schema.GetFieldByIndex(column).DataType is StringType or LargeStringType or StringViewType or DictionaryType { ValueType: StringType or LargeStringType };

    public void Choose(IReadOnlyCollection<int> chosen)
    {
        foreach (int column in chosen)
        {
            if (schema.GetFieldByIndex(column).DataType is NestedType)
            {
                throw new InputException($"{source}, column {(column + 1).ToString(CultureInfo.InvariantCulture)} '{Names[column]}': holds lists or structures, not one value a row. Leave it out, or choose other columns.");
            }
        }
    }

    public bool Next()
    {
        row++;
        while (batch is null || row >= batch.Length)
        {
            batch?.Dispose();
            batch = reader.ReadNextRecordBatch();
            row = 0;
            if (batch is null)
            {
                return false;
            }
        }

        return true;
    }

    public bool IsMissing(int column) => batch!.Column(column) is var cells && (cells.IsNull(row) || (TryNumber(cells, row, out double number) && double.IsNaN(number)));

    public bool TryNumber(int column, out double number) => TryNumber(batch!.Column(column), row, out number);

    public string Text(int column) => TextOf(batch!.Column(column), row);

    public string? Kept(int column) => batch!.Column(column) is var cells && cells.IsNull(row) ? null : TextOf(cells, row);

    public bool CanKeep(int column) => HasText(schema.GetFieldByIndex(column).DataType);

    public KeptType? KeptTypeOf(int column) => schema.GetFieldByIndex(column).DataType switch
    {
        DoubleType or FloatType or HalfFloatType => KeptType.Number,
        UInt64Type or Decimal128Type or Decimal256Type => null,
        IntegerType => KeptType.Whole,
        _ => KeptType.Text,
    };

    public void Dispose()
    {
        batch?.Dispose();
        reader.Dispose();
    }

    private static ArrowStreamReader Open(FileStream stream, string path)
    {
        Span<byte> magic = stackalloc byte[6];
        int read = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (magic[..read].StartsWith("FEA1"u8))
        {
            throw new InputException($"{path}: is of the first version of Feather, which is not read. Write it again: pyarrow.feather.write_feather(table, path) writes the second.");
        }

        return magic.SequenceEqual("ARROW1"u8) ? new ArrowFileReader(stream, new CompressionCodecFactory()) : new ArrowStreamReader(stream, new CompressionCodecFactory());
    }

    private static bool TryNumber(IArrowArray cells, int at, out double number)
    {
        number = double.NaN;
        if (cells.IsNull(at))
        {
            return false;
        }

        switch (cells)
        {
            case DoubleArray array: number = array.GetValue(at)!.Value; return true;
            case FloatArray array: number = array.GetValue(at)!.Value; return true;
            case HalfFloatArray array: number = (double)array.GetValue(at)!.Value; return true;
            case Int64Array array: number = array.GetValue(at)!.Value; return true;
            case Int32Array array: number = array.GetValue(at)!.Value; return true;
            case Int16Array array: number = array.GetValue(at)!.Value; return true;
            case Int8Array array: number = array.GetValue(at)!.Value; return true;
            case UInt64Array array: number = array.GetValue(at)!.Value; return true;
            case UInt32Array array: number = array.GetValue(at)!.Value; return true;
            case UInt16Array array: number = array.GetValue(at)!.Value; return true;
            case UInt8Array array: number = array.GetValue(at)!.Value; return true;
            case BooleanArray array: number = array.GetValue(at)!.Value ? 1 : 0; return true;
            case Decimal128Array array: return double.TryParse(array.GetString(at), CultureInfo.InvariantCulture, out number);
            case Decimal256Array array: return double.TryParse(array.GetString(at), CultureInfo.InvariantCulture, out number);
            case DictionaryArray array: return TryNumber(array.Dictionary, IndexOf(array, at), out number);
            default: return IsText(cells) && NumberText.TryParse(TextOf(cells, at), out number);
        }
    }

    private static string TextOf(IArrowArray cells, int at) => cells.IsNull(at) ? string.Empty : cells switch
    {
        StringArray array => array.GetString(at),
        LargeStringArray array => array.GetString(at),
        StringViewArray array => array.GetString(at),
        DictionaryArray array => TextOf(array.Dictionary, IndexOf(array, at)),
        Date32Array array => array.GetDateTime(at)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Date64Array array => array.GetDateTime(at)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimestampArray array => array.GetTimestamp(at)!.Value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        Int64Array array => array.GetValue(at)!.Value.ToString(CultureInfo.InvariantCulture),
        UInt64Array array => array.GetValue(at)!.Value.ToString(CultureInfo.InvariantCulture),
        FloatArray array => array.GetValue(at)!.Value.ToString("R", CultureInfo.InvariantCulture),
        Decimal128Array array => array.GetString(at)!,
        Decimal256Array array => array.GetString(at)!,
        BooleanArray array => array.GetValue(at)!.Value ? "true" : "false",
        _ => TryNumber(cells, at, out double number) ? number.ToString("R", CultureInfo.InvariantCulture) : $"a {cells.Data.DataType.Name}",
    };

    private static bool HasText(IArrowType type) => type is FloatingPointType or IntegerType or Decimal128Type or Decimal256Type or BooleanType or StringType or LargeStringType or StringViewType or Date32Type or Date64Type or TimestampType
        || (type is DictionaryType dictionary && HasText(dictionary.ValueType));

    private static bool IsText(IArrowArray cells) => cells is StringArray or LargeStringArray or StringViewArray;

    private static int IndexOf(DictionaryArray array, int at) => TryNumber(array.Indices, at, out double index) ? (int)index : throw new InvalidDataException("An index is missing.");
}
