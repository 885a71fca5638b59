using System.Text.Json;

namespace Mixtura.Cli.Tests.Databases;

/// <summary>Data from a real PostgreSQL server.</summary>
public sealed class PostgresTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [PostgresFact]
    public void EveryKindOfNumber_IsReadAsTheFileIs()
    {
        Fill();
        var fromFile = Workspace.Run("fit", Workspace.Sample("iris.csv"), "--label", "label", "-k", "3", "--format", "json");
        var fromQuery = Workspace.Run("fit", "--sql", "select sl, sw, pl, pw, label from iris order by id", "--connection", server.Address, "--label", "label", "-k", "3", "--format", "json");
        Assert.True(fromQuery.Code == 0, fromQuery.Error);
        using var expected = JsonDocument.Parse(fromFile.Output);
        using var found = JsonDocument.Parse(fromQuery.Output);
        Assert.Equal(expected.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), found.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), 9);
    }

    [PostgresFact]
    public void WeightsNullsBooleansAndText_GoTheirWays()
    {
        Fill();
        var fit = Workspace.Run("fit", "--sql", "select nullif(sw, 3.0) as sw, label, sl > 5.8 as tall, n from iris", "--connection", server.Address, "--categorical", "label,tall", "--weights", "n", "-k", "2");
        Assert.True(fit.Code == 0, fit.Error);
        Assert.Contains("150 rows of total weight 300", fit.Output, StringComparison.Ordinal);
        Assert.Contains("26 cells of 450 are missing", fit.Output, StringComparison.Ordinal);
        Assert.Contains("setosa", fit.Output, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Password_IsInNoMessage()
    {
        foreach (string sql in new[] { "selec", "select sl, t from (select 1.0 as sl, now() as t) as x", "select 1 as a where false" })
        {
            var run = Workspace.Run("fit", "-k", "1", "--sql", sql, "--connection", server.Address);
            run.IsBadInput($"postgres://127.0.0.1:{server.Port}/postgres");
            Assert.DoesNotContain(PostgresServer.EscapedPassword, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("éx@1", run.Error, StringComparison.Ordinal);
        }

        Workspace.Run("fit", "-k", "1", "--sql", "select 1 as a", "--connection", server.Address.Replace(PostgresServer.EscapedPassword, "wrong", StringComparison.Ordinal)).IsBadInput("password authentication failed");
        Assert.Single(Workspace.Run("fit", "-k", "1", "--sql", "selec", "--connection", server.Address).Error.TrimEnd('\n').Split('\n'));
    }

    private void Fill()
    {
        string[][] rows = [.. File.ReadLines(Workspace.Sample("iris.csv")).Skip(1).Select(static line => line.Split(','))];
        server.Execute("create table if not exists iris (id integer, sl double precision, sw numeric(6,3), pl double precision, pw numeric, label text, n bigint); truncate iris; insert into iris values "
            + string.Join(',', rows.Select(static (row, i) => $"({i},{row[0]},{row[1]},{row[2]},{row[3]},'{row[4]}',2)")));
    }
}
