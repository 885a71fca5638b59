using System.Data.Common;
using System.Globalization;
using Mixtura.Cli.Tables;
using Npgsql;
using NpgsqlTypes;

namespace Mixtura.Cli.Databases;

/// <summary>A database of PostgreSQL. Its name is for messages: without user and password.</summary>
internal sealed class PostgresDatabase(Uri address) : Database
{
    public override string Name { get; } = $"postgres://{address.Host}{(address.Port > 0 ? ":" + address.Port.ToString(CultureInfo.InvariantCulture) : string.Empty)}{address.AbsolutePath}";

    public override DbConnection Connect(bool isWritten)
    {
        string[] user = address.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = HostOf(address),
            Port = address.Port > 0 ? address.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/')),
            ApplicationName = "mixtura",
            Pooling = false,
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        return new NpgsqlConnection(builder.ConnectionString);
    }

    public override string TypeOf(CellType type) => type switch
    {
        CellType.Text => "text",
        CellType.Whole => "bigint",
        _ => "double precision",
    };

    public override IRowInserter Insert(DbConnection connection, TableName table, IReadOnlyList<TableColumn> columns) =>
        new Inserter(((NpgsqlConnection)connection).BeginBinaryImport($"copy {table.Quoted} from stdin (format binary)"));

    protected override bool Exists(DbConnection connection, TableName table) => Any(connection, "select case when to_regclass($1) is null then 0 else 1 end", (string.Empty, table.Quoted));

    // a socket's folder stands in the query of the address, as libpq has it
    private static string HostOf(Uri uri)
    {
        string? folder = uri.Query.TrimStart('?').Split('&').Select(static part => part.Split('=', 2)).FirstOrDefault(static part => part is ["host", _])?[1];
        return folder is not null ? Uri.UnescapeDataString(folder) : uri.Host.Length > 0 ? uri.Host : "localhost";
    }

    private sealed class Inserter(NpgsqlBinaryImporter importer) : IRowInserter
    {
        public void Add(TableRows rows)
        {
            for (int row = 0; row < rows.Count; row++)
            {
                importer.StartRow();
                for (int column = 0; column < rows.Columns.Count; column++)
                {
                    Write(rows, row, column);
                }
            }
        }

        public void Complete() => importer.Complete();

        public void Dispose() => importer.Dispose();

        private void Write(TableRows rows, int row, int column)
        {
            switch (rows.Columns[column].Type)
            {
                case CellType.Text when rows.Texts(column)[row] is { } text:
                    importer.Write(text, NpgsqlDbType.Text);
                    break;
                case CellType.Whole when rows.Whole(row, column) is { } whole:
                    importer.Write(whole, NpgsqlDbType.Bigint);
                    break;
                case CellType.Number when rows.Number(row, column) is { } number:
                    importer.Write(number, NpgsqlDbType.Double);
                    break;
                default:
                    importer.WriteNull();
                    break;
            }
        }
    }
}
