using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Mixtura.Cli.Tests.Databases;

/// <summary>Results written into tables of real databases, all or nothing.</summary>
public sealed class ToTableTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly Workspace at = new();

    public static TheoryData<string> Engines { get; } = PostgresServer.Programs is null ? ["sqlite", "duckdb"] : ["sqlite", "duckdb", "postgres"];

    public void Dispose() => at.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void Table_HasTheRowsOfTheCsv(string engine)
    {
        string model = at.FaithfulModel();
        string data = at.Write("people.csv", "id,eruptions,waiting,who\n007,3.5,79,it's\n008,1.8,54,\n009,NA,80,\"x, y\"\n");
        string[] ask = ["predict", model, data, "--keep", "all"];
        var run = Workspace.Run([.. ask, "--to-table", "labelled rows", "--connection", Address(engine)]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Empty(run.Output);
        string[] lines = [.. Workspace.Run([.. ask, "--format", "jsonl"]).Lines];
        string[][] rows = Rows(engine, "select id, eruptions, waiting, who, component, probability from \"labelled rows\" order by id");
        Assert.Equal(3, rows.Length);
        Assert.Equal(["007", "3.5", "79", "it's", "0"], rows[0][..5]);
        Assert.Equal(["009", "null", "80", "x, y", "0"], rows[2][..5]);
        Assert.All(rows, (row, i) => Assert.Contains($"\"probability\":{row[5]}", lines[i], StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void TableThatIsThere_StaysUnlessForced(string engine)
    {
        string[] ask = ["score", at.FaithfulModel(), Workspace.Faithful, "--to-table", "kept", "--connection", Address(engine)];
        Assert.Equal(0, Workspace.Run(ask).Code);
        Workspace.Run(ask).IsBadInput("the table kept exists already. Say --force to replace it");
        Assert.Equal([["272"]], Rows(engine, "select count(*) from kept"));

        // a run that fails half-way
        string bad = at.Write("bad.csv", "eruptions,waiting\n1.8,54\nx,1\n");
        Workspace.Run("score", at["model.json"], bad, "--to-table", "kept", "--connection", Address(engine), "--force").IsBadInput("is not a number");
        Workspace.Run("score", at["model.json"], bad, "--to-table", "other", "--connection", Address(engine)).IsBadInput("is not a number");
        Assert.Equal([["272"]], Rows(engine, "select count(*) from kept"));
        Assert.ThrowsAny<DbException>(() => Rows(engine, "select count(*) from other"));

        string few = at.Write("few.csv", "eruptions,waiting\n1.8,54\n");
        Assert.Equal(0, Workspace.Run("score", at["model.json"], few, "--to-table", "kept", "--connection", Address(engine), "--force").Code);
        Assert.Equal([["1"]], Rows(engine, "select count(*) from kept"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void TableThatIsRead_CanBeReplacedByItsResult(string engine)
    {
        Assert.Equal(0, Workspace.Run("impute", at.FaithfulModel(), Workspace.Faithful, "--to-table", "own", "--connection", Address(engine)).Code);
        var run = Workspace.Run("predict", at["model.json"], "--sql", "select * from own", "--keep", "all", "--to-table", "own", "--force", "--connection", Address(engine));
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal([["272", "2"]], Rows(engine, "select count(*), count(distinct component) from own"));
    }

    [Theory]
    [InlineData("sqlite", "out.db")]
    [InlineData("duckdb", "out.duckdb")]
    public void FileThatWasNotThere_IsNotLeftEmpty(string engine, string name)
    {
        string bad = at.Write("bad.csv", "eruptions,waiting\n1.8,54\nx,1\n");
        Workspace.Run("score", at.FaithfulModel(), bad, "--to-table", "t", "--connection", $"{engine}:{at[name]}").IsBadInput("is not a number");
        Assert.False(File.Exists(at[name]));
    }

    [PostgresFact]
    public void SchemaThatIsNotThere_IsSaid_WithoutThePassword()
    {
        var run = Workspace.Run("score", at.FaithfulModel(), Workspace.Faithful, "--to-table", "nowhere.t", "--connection", server.Address);
        run.IsBadInput("schema \"nowhere\" does not exist");
        Assert.DoesNotContain(PostgresServer.EscapedPassword, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void DuckDb_AsksFilesBySql()
    {
        var run = Workspace.Run("fit", "--sql", $"select * exclude (label) from '{Workspace.Iris}' where label <> 'setosa'", "--connection", "duckdb:", "-k", "2");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("100 rows, 4 features", run.Output, StringComparison.Ordinal);
        Workspace.Run("fit", "--sql", "select a from 'nope.csv'", "--connection", "duckdb:", "-k", "2").IsBadInput("nope.csv");
    }

    private string Address(string engine) => engine switch
    {
        "postgres" => server.Address,
        "sqlite" => "sqlite:" + at["base.db"],
        _ => "duckdb:" + at["base.duckdb"],
    };

    private string[][] Rows(string engine, string sql)
    {
        using DbConnection database = engine switch
        {
            "postgres" => new NpgsqlConnection(server.ConnectionString),
            "sqlite" => new SqliteConnection($"Data Source={at["base.db"]};Mode=ReadOnly;Pooling=false"),
            _ => new DuckDBConnection($"DataSource={at["base.duckdb"]};ACCESS_MODE=READ_ONLY"),
        };
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "null" : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!)]);
        }

        return [.. rows];
    }
}
