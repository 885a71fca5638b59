using System.Data.Common;
using DuckDB.NET.Data;
using Mixtura.Cli.Tables;
using Mixtura.Data;

namespace Mixtura.Cli.Databases;

/// <summary>A file of DuckDB, read without a chance to change it; without a file a database in memory, for SQL over Parquet, CSV and other files.</summary>
internal sealed class DuckDatabase(string file) : FileDatabase(file)
{
    public override string Name => IsInMemory ? "duckdb" : Path;

    protected override string[] Companions => [".wal"];

    private bool IsInMemory => Path.Length == 0;

    public override DbConnection Connect(bool isWritten)
    {
        var builder = new DuckDBConnectionStringBuilder { DataSource = IsInMemory ? ":memory:" : Path };
        if (!IsInMemory)
        {
            CheckThere(isWritten);
            builder.AccessMode = isWritten ? DuckDBAccessMode.ReadWrite : DuckDBAccessMode.ReadOnly;
        }

        return WithLibrary(() => new DuckDBConnection(builder.ConnectionString));
    }

    public override string TypeOf(CellType type) => type switch
    {
        CellType.Text => "varchar",
        CellType.Whole => "bigint",
        _ => "double",
    };

    public override IRowInserter Insert(DbConnection connection, TableName table, IReadOnlyList<TableColumn> columns) =>
        new Inserter(((DuckDBConnection)connection).CreateAppender(table.Schema, table.Table));

    protected override void CheckWritable()
    {
        if (IsInMemory)
        {
            throw new InputException("--to-table needs a database that stays, and duckdb: alone is in memory. Name a file, as in duckdb:FILE.");
        }
    }

    protected override bool Exists(DbConnection connection, TableName table) => Any(
        connection,
        "select count(*) from information_schema.tables where lower(table_name) = lower($name) and lower(table_schema) = lower(coalesce($schema, current_schema()))",
        ("name", table.Table),
        ("schema", table.Schema));

    // rows as they come, rather than all of them in memory
    protected override void Prepare(DbCommand command) => ((DuckDBCommand)command).UseStreamingMode = true;

    private static T WithLibrary<T>(Func<T> work)
    {
        try
        {
            System.Runtime.InteropServices.NativeLibrary.Free(System.Runtime.InteropServices.NativeLibrary.Load("duckdb", typeof(DuckDBConnection).Assembly, null));
            return work();
        }
        catch (DllNotFoundException failure)
        {
            throw new InputException(
                $"The library of DuckDB is not beside this program. Get libduckdb for your system from https://duckdb.org/install (C/C++), and put it into {AppContext.BaseDirectory} or where your system looks for libraries.", failure);
        }
    }

    private sealed class Inserter(DuckDBAppender appender) : IRowInserter
    {
        public void Add(TableRows rows)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                var row = appender.CreateRow();
                for (int column = 0; column < rows.Columns.Count; column++)
                {
                    Append(row, rows, i, column);
                }

                row.EndRow();
            }
        }

        public void Complete() => appender.Close();

        public void Dispose() => appender.Dispose();

        private static void Append(IDuckDBAppenderRow row, TableRows rows, int i, int column)
        {
            switch (rows.Columns[column].Type)
            {
                case CellType.Text when rows.Texts(column)[i] is { } text:
                    row.AppendValue(text);
                    break;
                case CellType.Whole when rows.Whole(i, column) is { } whole:
                    row.AppendValue((long?)whole);
                    break;
                case CellType.Number when rows.Number(i, column) is { } number:
                    row.AppendValue((double?)number);
                    break;
                default:
                    row.AppendNullValue();
                    break;
            }
        }
    }
}
