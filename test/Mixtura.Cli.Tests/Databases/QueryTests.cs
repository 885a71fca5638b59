using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Mixtura.Cli.Tests.Databases;

/// <summary>Data from SQLite, as a user asks for them.</summary>
public sealed class QueryTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void Query_IsFittedAsTheFileIs()
    {
        string database = Filled();
        var fromFile = Workspace.Run("fit", Workspace.Sample("iris.csv"), "--label", "label", "-k", "3", "--format", "json");
        var fromQuery = Workspace.Run("fit", "--sql", "select * from iris", "--connection", "sqlite:" + database, "--label", "label", "-k", "3", "--format", "json");
        Assert.True(fromQuery.Code == 0, fromQuery.Error);
        using var expected = JsonDocument.Parse(fromFile.Output);
        using var found = JsonDocument.Parse(fromQuery.Output);
        Assert.Equal(expected.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), found.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble());
        File.WriteAllText(at["model.json"], fromQuery.Output);
        Assert.Equal(151, Workspace.Run("predict", at["model.json"], "--sql", "select * from iris", "--connection", "sqlite:" + database).Lines.Length);
    }

    [Fact]
    public void NullIsMissing_TextIsACategory_BooleansAreNumbers()
    {
        string database = Filled();
        var fit = Workspace.Run("fit", "--sql", "select nullif(sepal_length, 5.1) as a, label, petal_length > 3 as long from iris", "--connection", "sqlite:" + database, "--categorical", "label,long", "-k", "2");
        Assert.True(fit.Code == 0, fit.Error);
        Assert.Contains("9 cells of 450 are missing", fit.Output, StringComparison.Ordinal);
        Assert.Contains("virginica", fit.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such table: nope", "--sql", "select * from nope")]
    [InlineData("column 2 'label': 'setosa' is not a number", "--sql", "select sepal_length, label from iris")]
    [InlineData("has no rows", "--sql", "select sepal_length from iris where 0")]
    [InlineData("--sql needs a database", "--sql", "select 1", "--connection", "")]
    public void WhatCannotBeUsed_IsSaid(string part, params string[] options)
    {
        string[] connection = options.Contains("--connection") ? [] : ["--connection", "sqlite:" + Filled()];
        Workspace.Run(["fit", "-k", "2", .. options.Where(static one => one.Length > 0 && one != "--connection"), .. connection]).IsBadInput(part);
    }

    [Theory]
    [InlineData("--sql", "--sql", "a", "--sql", "b", "--connection", "duckdb:")]
    [InlineData("--connection", "--sql", "a", "--connection", "duckdb:", "--connection", "sqlite:x")]
    [InlineData("--to-table", "--sql", "a", "--connection", "duckdb:", "--to-table", "x", "--to-table", "y")]
    public void OptionGivenTwice_IsTold(string option, params string[] options) =>
        Workspace.Run(["predict", at.FaithfulModel(), .. options]).IsBadInput($"'{option}' expects a single argument but 2 were provided");

    [Theory]
    [InlineData("there is no such file", "sqlite:/nowhere/x.db")]
    [InlineData("Known are postgres://", "mysql://x/y")]
    [InlineData("Failed to connect", "postgres://user:secret@127.0.0.1:1/db")]
    public void Database_ThatIsNotThere_IsSaid_WithoutThePassword(string part, string connection)
    {
        var run = Workspace.Run("fit", "-k", "2", "--sql", "select 1", "--connection", connection);
        run.IsBadInput(part);
        Assert.DoesNotContain("secret", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void DataAndQuery_AreOneTooMany()
    {
        Workspace.Run("fit", Workspace.Sample("iris.csv"), "-k", "2", "--sql", "select 1", "--connection", "sqlite:x").IsBadInput("Data are given twice");
        Workspace.Run("fit", "-k", "2").IsBadInput("--sql and --connection");
    }

    private string Filled()
    {
        string path = at["iris.db"];
        using var database = new SqliteConnection($"Data Source={path};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        string[][] rows = [.. File.ReadLines(Workspace.Sample("iris.csv")).Skip(1).Select(static line => line.Split(','))];
        command.CommandText = "create table if not exists iris (sepal_length real, sepal_width real, petal_length real, petal_width real, label text); delete from iris; insert into iris values "
            + string.Join(',', rows.Select(static row => string.Create(CultureInfo.InvariantCulture, $"({row[0]},{row[1]},{row[2]},{row[3]},'{row[4]}')")));
        command.ExecuteNonQuery();
        return path;
    }
}
