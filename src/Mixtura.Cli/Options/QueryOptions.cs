using System.CommandLine;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.IO;
using Npgsql;

namespace Mixtura.Cli.Options;

/// <summary>Data from a database, in the place of a file: a query and where it is asked.</summary>
internal sealed class QueryOptions
{
    private const string Sqlite = "sqlite:";

    private readonly Option<string?> sql = new("--sql") { Description = "A query whose result is the data, in the place of DATA; needs --connection. Default: none.", HelpName = "QUERY" };
    private readonly Option<string?> connection = new("--connection") { Description = "The database of --sql: postgres://USER@HOST/DATABASE (the password from PGPASSWORD or ~/.pgpass, or in the address), or sqlite:FILE. Default: none.", HelpName = "ADDRESS" };

    public void AddTo(Command command)
    {
        command.Add(sql);
        command.Add(connection);
    }

    /// <summary>Whether the data come from a database.</summary>
    public bool AreAsked(ParseResult parsed) => parsed.GetValue(sql) is not null || parsed.GetValue(connection) is not null;

    /// <inheritdoc cref="AreAsked(ParseResult)"/>
    public bool AreAsked(System.CommandLine.Parsing.SymbolResult result) => result.GetValue(sql) is not null || result.GetValue(connection) is not null;

    /// <summary>Asks the query, and reads what it gives.</summary>
    /// <exception cref="InputException">The database cannot be reached, the query is wrong, or its result cannot be used.</exception>
    public RowFile Open(ParseResult parsed, RowFileOptions options, CancellationToken cancellationToken)
    {
        string query = parsed.GetValue(sql) ?? throw new InputException("--connection needs a query. Give it with --sql, or leave --connection out.");
        string address = parsed.GetValue(connection) ?? throw new InputException("--sql needs a database. Name it with --connection, such as sqlite:FILE or postgres://USER@HOST/DATABASE.");
        return options.Processes.Together(() => Ask(query, address, options, cancellationToken));
    }

    private static RowFile Ask(string query, string address, RowFileOptions options, CancellationToken cancellationToken)
    {
        var (database, name) = Connect(address);
        using (database)
        {
            try
            {
                database.Open();
                using var command = database.CreateCommand();
                command.CommandText = query;
                using var reader = command.ExecuteReader();
                return RowFile.From(reader, name, options, cancellationToken);
            }
            catch (DbException failure)
            {
                throw new InputException($"{name}: {Sentence(failure.Message)}", failure);
            }
            catch (Exception failure) when (failure is System.Net.Sockets.SocketException or TimeoutException)
            {
                throw new InputException($"{name}: cannot be reached: {Sentence(failure.Message)}", failure);
            }
        }
    }

    // the name is for messages: without user and password
    private static (DbConnection Database, string Name) Connect(string address)
    {
        if (address.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase))
        {
            string file = address[Sqlite.Length..];
            return File.Exists(file)
                ? (new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString), file)
                : throw new InputException($"{file}: there is no such file. Check the path in --connection.");
        }

        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql")
        {
            string[] user = uri.UserInfo.Split(':', 2);
            var builder = new NpgsqlConnectionStringBuilder
            {
                Host = HostOf(uri),
                Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
                Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
                ApplicationName = "mixtura",
                Pooling = false,
            };
            builder.Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
            builder.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
            return (new NpgsqlConnection(builder.ConnectionString), $"postgres://{uri.Host}{(uri.Port > 0 ? $":{uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : string.Empty)}{uri.AbsolutePath}");
        }

        int end = address.IndexOf(':', StringComparison.Ordinal);
        throw new InputException($"--connection begins with '{(end < 0 ? "no scheme" : address[..end])}'. Known are postgres://USER@HOST/DATABASE and sqlite:FILE.");
    }

    // a socket's folder stands in the query of the address, as libpq has it
    private static string HostOf(Uri uri)
    {
        string? folder = uri.Query.TrimStart('?').Split('&').Select(static part => part.Split('=', 2)).FirstOrDefault(static part => part is ["host", _])?[1];
        return folder is not null ? Uri.UnescapeDataString(folder) : uri.Host.Length > 0 ? uri.Host : "localhost";
    }

    private static string Sentence(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.') + ".";
}
