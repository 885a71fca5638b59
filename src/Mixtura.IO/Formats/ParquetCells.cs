using System.Globalization;
using Mixtura.Data;
using Parquet;
using Parquet.Schema;

namespace Mixtura.IO.Formats;

/// <summary>The cells of a Parquet file, a row group at a time and of each only the columns asked for: null is missing, numbers and booleans are numbers, strings are text.</summary>
internal sealed class ParquetCells : ICells, IDisposable
{
    private readonly string source;
    private readonly FileStream stream;
    private readonly ParquetReader reader;
    private readonly DataField[] fields;
    private readonly ParquetColumn?[] columns;
    private int group = -1;
    private long row;
    private long rows;

    /// <exception cref="InputException">It is no Parquet file, or cannot be read.</exception>
    public ParquetCells(string path)
    {
        source = path;
        stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            reader = Waited(() => ParquetReader.CreateAsync(stream, leaveStreamOpen: true));
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        fields = reader.Schema.GetDataFields();
        columns = new ParquetColumn?[fields.Length];
        Names = [.. fields.Select(static field => field.Path.ToString())];
    }

    public IReadOnlyList<string> Names { get; }

    public double Share => reader.RowGroupCount == 0 ? double.NaN : (group + ((row + 1.0) / rows)) / reader.RowGroupCount;

    public void Choose(IReadOnlyCollection<int> chosen)
    {
        foreach (int column in chosen)
        {
            columns[column] = fields[column].MaxRepetitionLevel > 0
                ? throw new InputException($"{source}, column {(column + 1).ToString(CultureInfo.InvariantCulture)} '{Names[column]}': holds lists, not one value a row. Leave it out, or choose other columns.")
                : ParquetColumn.Of(fields[column]);
        }
    }

    public bool IsText(int column) => fields[column].ClrType == typeof(string) || fields[column].ClrType == typeof(ReadOnlyMemory<char>);

    public bool Next()
    {
        row++;
        while (row >= rows)
        {
            if (++group == reader.RowGroupCount)
            {
                return false;
            }

            ReadGroup();
        }

        return true;
    }

    public bool IsMissing(int column) => columns[column]!.IsMissing(row);

    public bool TryNumber(int column, out double number) => columns[column]!.TryNumber(row, out number);

    public string Text(int column) => columns[column]!.Text(row);

    public string? Kept(int column) => IsMissing(column) ? null : columns[column]!.Kept(row);

    public bool CanKeep(int column) => ParquetColumn.Of(fields[column]).HasText;

    public KeptType? KeptTypeOf(int column) => KeptForm.TypeOf(fields[column].ClrType);

    public void Dispose()
    {
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        stream.Dispose();
    }

    private void ReadGroup()
    {
        using var part = reader.OpenRowGroupReader(group);
        (row, rows) = (0, part.RowCount);
        for (int column = 0; column < columns.Length; column++)
        {
            if (columns[column] is { } wanted)
            {
                var field = fields[column];
                Waited(async () =>
                {
                    await wanted.ReadAsync(part, field, checked((int)rows)).ConfigureAwait(false);
                    return true;
                });
            }
        }
    }

    // the reader is asynchronous, a source of rows is not
    private static T Waited<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
