using System.Data.Common;
using Microsoft.Data.Sqlite;
using Mixtura.Cli.Tables;

namespace Mixtura.Cli.Databases;

/// <summary>A file of SQLite, read without a chance to change it.</summary>
internal sealed class SqliteDatabase(string file) : FileDatabase(file)
{
    protected override string[] Companions => ["-journal", "-wal", "-shm"];

    public override DbConnection Connect(bool isWritten)
    {
        CheckThere(isWritten);
        var builder = new SqliteConnectionStringBuilder { DataSource = Path, Mode = isWritten ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly, Pooling = false };
        return new SqliteConnection(builder.ConnectionString);
    }

    public override string TypeOf(CellType type) => type switch
    {
        CellType.Text => "text",
        CellType.Whole => "integer",
        _ => "real",
    };

    public override IRowInserter Insert(DbConnection connection, TableName table, IReadOnlyList<TableColumn> columns) => new Inserter(connection, table, columns);

    protected override bool Exists(DbConnection connection, TableName table) =>
        Any(connection, $"select count(*) from {TableName.Quote(table.Schema ?? "main")}.sqlite_master where name = $table collate nocase", ("$table", table.Table));

    private sealed class Inserter : IRowInserter
    {
        private readonly DbCommand command;

        public Inserter(DbConnection connection, TableName table, IReadOnlyList<TableColumn> columns)
        {
            command = connection.CreateCommand();
            command.CommandText = $"insert into {table.Quoted} values ({string.Join(", ", columns.Select(static (_, j) => $"$p{j}"))})";
            for (int j = 0; j < columns.Count; j++)
            {
                command.Parameters.Add(new SqliteParameter($"$p{j}", null));
            }

            command.Prepare();
        }

        public void Add(TableRows rows)
        {
            for (int row = 0; row < rows.Count; row++)
            {
                for (int column = 0; column < rows.Columns.Count; column++)
                {
                    command.Parameters[column].Value = Cell(rows, row, column) ?? DBNull.Value;
                }

                command.ExecuteNonQuery();
            }
        }

        public void Complete()
        {
        }

        public void Dispose() => command.Dispose();

        private static object? Cell(TableRows rows, int row, int column) => rows.Columns[column].Type switch
        {
            CellType.Text => rows.Texts(column)[row],
            CellType.Whole => rows.Whole(row, column),
            _ => rows.Number(row, column),
        };
    }
}
