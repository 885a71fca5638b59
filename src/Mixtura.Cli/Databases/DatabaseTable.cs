using System.Data.Common;
using Mixtura.Cli.Tables;

namespace Mixtura.Cli.Databases;

/// <summary>A table of a database, created and filled in one transaction: whole, or as if nothing had been.</summary>
internal sealed class DatabaseTable(Database database, TableName name, bool replaces) : ITableWriter
{
    private DbConnection? connection;
    private DbTransaction? transaction;
    private IRowInserter? inserter;
    private bool isKept;

    public bool NeedsDistinctNames => true;

    // only here, when the data are read: they may be those of the table that is replaced
    public void Begin(IReadOnlyList<TableColumn> columns) => Do(() =>
    {
        connection = database.Connect(isWritten: true);
        connection.Open();
        transaction = connection.BeginTransaction();
        if (replaces)
        {
            Execute($"drop table if exists {name.Quoted}");
        }

        Execute($"create table {name.Quoted} ({string.Join(", ", columns.Select(column => $"{TableName.Quote(column.Name)} {database.TypeOf(column.Type)}"))})");
        inserter = database.Insert(connection, name, columns);
    });

    public void Write(TableRows rows) => Do(() => inserter!.Add(rows));

    public void Complete()
    {
        Do(() =>
        {
            inserter!.Complete();
            inserter.Dispose();
            inserter = null;
            transaction!.Commit();
        });
        isKept = true;
    }

    public void Dispose()
    {
        try
        {
            inserter?.Dispose();
            transaction?.Dispose();
        }
        catch (DbException)
        {
            // what has failed already; without a commit nothing stays
        }

        connection?.Dispose();
        if (connection is not null && !isKept)
        {
            database.Forget();
        }
    }

    private void Execute(string sql)
    {
        using var command = connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.ExecuteNonQuery();
    }

    private void Do(Action work) => database.Guarded(() =>
    {
        work();
        return true;
    });
}
