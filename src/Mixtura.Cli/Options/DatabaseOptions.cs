using System.CommandLine;
using System.CommandLine.Parsing;
using Mixtura.Cli.Databases;
using Mixtura.Cli.Tables;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.IO;

namespace Mixtura.Cli.Options;

/// <summary>A database, in the place of a file: a query that gives the data, a table that takes the results.</summary>
/// <param name="writesTables">Whether the command writes tables.</param>
/// <param name="comparesTwo">Whether the command compares two data sets, so that there may be two queries.</param>
internal sealed class DatabaseOptions(bool writesTables, bool comparesTwo = false)
{
    private readonly Option<string[]> sql = new("--sql")
    {
        Description = comparesTwo
            ? "A query whose result is B, in its place; given twice, A and B; --connection names the database. Default: none."
            : "A query whose result is the data, in the place of DATA; --connection names the database. Default: none.",
        HelpName = "QUERY",
        Validators = { result => RefuseSecond(result, comparesTwo) },
    };

    private readonly Option<string?> connection = new("--connection")
    {
        Description = "The database: postgres://USER@HOST/DATABASE (the password from PGPASSWORD or ~/.pgpass, or in the address), sqlite:FILE, duckdb:FILE, or duckdb: for SQL over files, as in \"select a, b from 'x.parquet'\". Default: none.",
        HelpName = "ADDRESS",
    };

    private readonly Option<string?> table = new("--to-table")
    {
        Description = "Write the rows into a new table of the --connection's database instead, NAME or SCHEMA.NAME, all or nothing. Default: none.",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Add(sql);
        command.Add(connection);
        if (writesTables)
        {
            command.Add(table);
        }
    }

    /// <summary>Whether the data come from a database.</summary>
    public bool AreAsked(ParseResult parsed) => Queries(parsed).Length > 0 || (parsed.GetValue(connection) is not null && !HasTable(parsed));

    /// <summary>What asks for data from a database, as it is called in messages.</summary>
    public string WhatAsks(ParseResult parsed) => Queries(parsed).Length == 0 ? connection.Name : sql.Name;

    /// <summary>The queries that are given, in their order.</summary>
    public string[] Queries(ParseResult parsed) => parsed.GetValue(sql) ?? [];

    /// <inheritdoc cref="Queries(ParseResult)"/>
    public string[] Queries(SymbolResult result) => Given(result, sql);

    /// <inheritdoc cref="AreAsked(ParseResult)"/>
    public bool AreAsked(SymbolResult result) => Queries(result).Length > 0 || (Given(result, connection).Length > 0 && !(writesTables && Given(result, table).Length > 0));

    private static void RefuseSecond(OptionResult result, bool comparesTwo)
    {
        if (!comparesTwo && result.Tokens.Count > 1)
        {
            result.AddError($"Option '{result.Option.Name}' expects a single argument but {result.Tokens.Count} were provided.");
        }
    }

    // as it stands: what is given too often has no value, which is told elsewhere
    private static string[] Given(SymbolResult result, Option option) => [.. result.GetResult(option)?.Tokens.Select(static token => token.Value) ?? []];

    /// <summary>Whether results go to a table.</summary>
    public bool HasTable(ParseResult parsed) => writesTables && parsed.GetValue(table) is not null;

    /// <summary>Asks the query, and reads what it gives.</summary>
    /// <exception cref="InputException">The database cannot be reached, the query is wrong, or its result cannot be used.</exception>
    public RowFile Open(ParseResult parsed, RowFileOptions options, CancellationToken cancellationToken) =>
        Open(parsed, Queries(parsed).FirstOrDefault(), options, cancellationToken);

    /// <summary>Asks one of the queries, and reads what it gives.</summary>
    /// <exception cref="InputException">The database cannot be reached, the query is wrong, or its result cannot be used.</exception>
    public RowFile Open(ParseResult parsed, string? asked, RowFileOptions options, CancellationToken cancellationToken)
    {
        string query = asked ?? throw new InputException("--connection needs a query. Give it with --sql, or leave --connection out.");
        string address = parsed.GetValue(connection) ?? throw new InputException($"--sql needs a database. Name it with --connection: {Database.Forms} are known.");
        var database = Database.Of(address);
        return options.Processes.Together(() => database.Ask(query, reader => RowFile.From(reader, database.Name, options, cancellationToken)));
    }

    /// <summary>The table that results go to.</summary>
    /// <exception cref="InputException">There is no database, it cannot be reached, or has such a table.</exception>
    public ITableWriter Table(ParseResult parsed, bool replaces)
    {
        var name = TableName.Parse(parsed.GetValue(table)!);
        string address = parsed.GetValue(connection) ?? throw new InputException($"--to-table needs a database. Name it with --connection: {Database.Forms} are known.");
        return Database.Of(address).Table(name, replaces);
    }
}
