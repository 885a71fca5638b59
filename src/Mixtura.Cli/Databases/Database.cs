using System.Data.Common;
using System.Net.Sockets;
using Mixtura.Cli.Tables;
using Mixtura.Data;

namespace Mixtura.Cli.Databases;

/// <summary>A database that <c>--connection</c> names.</summary>
internal abstract class Database
{
    /// <summary>How addresses are written, for messages.</summary>
    public const string Forms = "postgres://USER@HOST/DATABASE, sqlite:FILE and duckdb:FILE";

    /// <summary>What messages call it: without user and password.</summary>
    public abstract string Name { get; }

    /// <summary>The database of an address.</summary>
    /// <exception cref="InputException">It is of no known kind.</exception>
    public static Database Of(string address)
    {
        string scheme = address.Split(':', 2)[0];
        return scheme.ToUpperInvariant() switch
        {
            "SQLITE" when address.Contains(':', StringComparison.Ordinal) => new SqliteDatabase(address[(scheme.Length + 1)..]),
            "DUCKDB" when address.Contains(':', StringComparison.Ordinal) => new DuckDatabase(address[(scheme.Length + 1)..]),
            "POSTGRES" or "POSTGRESQL" when Uri.TryCreate(address, UriKind.Absolute, out var uri) => new PostgresDatabase(uri),
            // what follows may hold a password
            _ => throw new InputException($"--connection begins with '{(address.Contains(':', StringComparison.Ordinal) ? scheme : "no scheme")}'. Known are {Forms}."),
        };
    }

    /// <summary>Asks a query and hands its result over.</summary>
    /// <exception cref="InputException">The database cannot be reached, or the query is wrong.</exception>
    public T Ask<T>(string query, Func<DbDataReader, T> read) => Guarded(() =>
    {
        using var connection = Connect(isWritten: false);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        Prepare(command);
        using var reader = command.ExecuteReader();
        return read(reader);
    });

    /// <summary>A table that is to be written, all of it in one transaction.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="replaces">Whether a table of that name is replaced.</param>
    /// <exception cref="InputException">It is there already, or the database cannot be reached.</exception>
    public ITableWriter Table(TableName name, bool replaces)
    {
        CheckWritable();
        if (!replaces && IsThere() && Guarded(() => Has(name)))
        {
            throw new InputException($"{Name}: the table {name} exists already. Say --force to replace it, or name another with --to-table.");
        }

        return new DatabaseTable(this, name, replaces);
    }

    /// <summary>Does something with the database; what it says of a fault is said as one sentence, with its name.</summary>
    public T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException failure)
        {
            throw new InputException($"{Name}: {Sentence(failure.Message)}", failure);
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException)
        {
            throw new InputException($"{Name}: cannot be reached: {Sentence(failure.Message)}", failure);
        }
    }

    /// <summary>A connection that is not open yet.</summary>
    public abstract DbConnection Connect(bool isWritten);

    /// <summary>What the database calls a type.</summary>
    public abstract string TypeOf(CellType type);

    /// <summary>The quickest way to add rows to a table that was created in the connection's transaction.</summary>
    public abstract IRowInserter Insert(DbConnection connection, TableName table, IReadOnlyList<TableColumn> columns);

    /// <summary>Whether there is such a table.</summary>
    protected abstract bool Exists(DbConnection connection, TableName table);

    /// <summary>Whether a database that is a file is there; one that is not is made when a table is written.</summary>
    public virtual bool IsThere() => true;

    /// <summary>Removes what was made for a table that came to nothing.</summary>
    public virtual void Forget()
    {
    }

    /// <summary>Refuses to write where nothing would stay.</summary>
    protected virtual void CheckWritable()
    {
    }

    /// <summary>Sets up a command.</summary>
    protected virtual void Prepare(DbCommand command)
    {
    }

    private bool Has(TableName name)
    {
        using var connection = Connect(isWritten: false);
        connection.Open();
        return Exists(connection, name);
    }

    private static string Sentence(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.') + ".";

    /// <summary>Asks for one number.</summary>
    protected static bool Any(DbConnection connection, string query, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }
}
