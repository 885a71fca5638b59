using Mixtura.Cli.Output;
using Parquet;
using Parquet.Schema;

namespace Mixtura.Cli.Tables;

/// <summary>A table as a Parquet file: numbers as DOUBLE, whole numbers as INT64, text as UTF-8 strings, gaps as null; a row group is what is held in memory.</summary>
internal sealed class ParquetTable(Results results) : ITableWriter
{
    private const int MostGroupCells = 1 << 21;
    private const int MostGroupRows = 1 << 17;
    private const long MostGroupCharacters = 1 << 25;

    private DataField[] fields = [];
    private IGroupColumn[] group = [];
    private ParquetWriter? writer;
    private int groupRows;
    private int held;

    public bool NeedsDistinctNames => true;

    public void Begin(IReadOnlyList<TableColumn> columns)
    {
        fields = [.. columns.Select(FieldOf)];
        groupRows = Math.Clamp(MostGroupCells / columns.Count, 1, MostGroupRows);
        group = [.. columns.Select(Empty)];
        writer = Waited(() => ParquetWriter.CreateAsync(new ParquetSchema(fields), results.Stream));
    }

    public void Write(TableRows rows)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < group.Length; column++)
            {
                group[column].Take(rows, row, column);
            }

            if (++held == groupRows || group.Sum(static column => column.Characters) > MostGroupCharacters)
            {
                WriteGroup();
            }
        }
    }

    public void Complete()
    {
        WriteGroup();
        Close();
        results.Complete();
    }

    public void Dispose()
    {
        Close();
        results.Dispose();
    }

    private static DataField FieldOf(TableColumn column) => column.Type switch
    {
        CellType.Text => new DataField<string>(column.Name),
        CellType.Whole => new DataField<long?>(column.Name),
        _ => new DataField<double?>(column.Name),
    };

    private static IGroupColumn Empty(TableColumn column) => column.Type switch
    {
        CellType.Text => new TextColumn(),
        CellType.Whole => new ValueColumn<long>(static (rows, row, column) => rows.Whole(row, column)),
        _ => new ValueColumn<double>(static (rows, row, column) => rows.Number(row, column)),
    };

    private void WriteGroup()
    {
        if (held == 0)
        {
            return;
        }

        Waited(async () =>
        {
            using var part = writer!.CreateRowGroup();
            for (int column = 0; column < fields.Length; column++)
            {
                await group[column].WriteAsync(part, fields[column]).ConfigureAwait(false);
            }

            return true;
        });
        held = 0;
    }

    private void Close()
    {
        if (writer is { } open)
        {
            writer = null;
            Waited(async () =>
            {
                await open.DisposeAsync().ConfigureAwait(false);
                return true;
            });
        }
    }

    // the writer is asynchronous, a table is not
    private static T Waited<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    /// <summary>A column of the row group that is gathered.</summary>
    private interface IGroupColumn
    {
        /// <summary>The characters of the texts held.</summary>
        long Characters { get; }

        void Take(TableRows rows, int row, int column);

        /// <summary>Writes what is held, and is empty then.</summary>
        Task WriteAsync(ParquetRowGroupWriter group, DataField field);
    }

    private sealed class ValueColumn<T>(Func<TableRows, int, int, T?> cell) : IGroupColumn
        where T : unmanaged
    {
        private T?[] values = new T?[1024];
        private int count;

        public long Characters => 0;

        public void Take(TableRows rows, int row, int column)
        {
            if (count == values.Length)
            {
                Array.Resize(ref values, 2 * count);
            }

            values[count++] = cell(rows, row, column);
        }

        public async Task WriteAsync(ParquetRowGroupWriter group, DataField field)
        {
            await group.WriteAsync<T>(field, values.AsMemory(0, count)).ConfigureAwait(false);
            count = 0;
        }
    }

    private sealed class TextColumn : IGroupColumn
    {
        private readonly List<string> values = [];

        public long Characters { get; private set; }

        public void Take(TableRows rows, int row, int column)
        {
            string? text = rows.Texts(column)[row];
            Characters += text?.Length ?? 0;
            values.Add(text!);
        }

        public async Task WriteAsync(ParquetRowGroupWriter group, DataField field)
        {
            await group.WriteAsync(field, values).ConfigureAwait(false);
            values.Clear();
            Characters = 0;
        }
    }
}
