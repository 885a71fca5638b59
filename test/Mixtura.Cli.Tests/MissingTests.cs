using System.Globalization;
using System.Text.Json;

namespace Mixtura.Cli.Tests;

/// <summary>Tables with gaps, from file to report, as a user meets them.</summary>
public sealed class MissingTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Theory]
    [InlineData("full")]
    [InlineData("diagonal")]
    public void Gaps_GoThroughEveryCommand(string covariance)
    {
        string data = at.Write("gaps.csv", Gapped());
        var fit = Workspace.Run("fit", data, "-k", "2", "--covariance", covariance, "--output", at["model.json"], "--report", at["report.html"]);
        Assert.Equal(0, fit.Code);
        Assert.Contains("78 cells of 544 are missing, in 2 columns and 78 rows: integrated out, as missing at random", fit.Output, StringComparison.Ordinal);
        using var model = JsonDocument.Parse(File.ReadAllText(at["model.json"]));
        Assert.Equal(78, model.RootElement.GetProperty("fit").GetProperty("missingCells").GetInt64());
        Assert.Contains("78 cells are missing and integrated out", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
        Assert.Contains("missing cells   78, integrated out", Workspace.Run("inspect", at["model.json"]).Output, StringComparison.Ordinal);

        // what score writes row by row is what the fit maximized
        var scores = Workspace.Run("score", at["model.json"], data).Lines.Skip(1).Where(static line => line.Length > 0).Select(static line => double.Parse(line, CultureInfo.InvariantCulture));
        Assert.Equal(model.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), scores.Sum(), 6);
        Assert.DoesNotContain("NaN", Workspace.Run("predict", at["model.json"], data, "--responsibilities").Output, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("score", at["model.json"], data, "--summary").Code);
        Assert.Contains("78 cells missing, in 2 columns and 78 rows", Workspace.Run("select", data, "-k", "1:2", "--covariance", covariance, "--report", at["select.html"]).Output, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("inspect", at["model.json"], data, "--bootstrap", "5").Code);
    }

    [Fact]
    public void DroppedRows_AreCounted()
    {
        string data = at.Write("gaps.csv", Gapped());
        var run = Workspace.Run("fit", data, "-k", "2", "--missing", "drop-rows");
        Assert.Equal(0, run.Code);
        Assert.Contains("78 rows with missing cells left out, 194 kept", run.Error, StringComparison.Ordinal);
        Assert.Contains("194 rows, 2 features", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnTokens_AreTheSameAsEmptyCells()
    {
        string empty = at.Write("empty.csv", Gapped());
        string token = at.Write("token.csv", string.Join('\n', Gapped().Split('\n').Select(static line => line.StartsWith(',') ? "-999" + line : line.EndsWith(',') ? line + "unknown" : line)));
        var one = Workspace.Run("fit", empty, "-k", "2", "--format", "json");
        var other = Workspace.Run("fit", token, "-k", "2", "--missing-values", "-999,unknown", "--format", "json");
        Assert.Equal(0, other.Code);
        Assert.Equal(one.Output, other.Output);
    }

    /// <summary>Standardized, the bound counts what is observed alone.</summary>
    [Fact]
    public void StandardizedFit_HasTheSameLikelihood()
    {
        string data = at.Write("gaps.csv", Gapped());
        Assert.Equal(LogLikelihood(Workspace.Run("fit", data, "-k", "2", "--format", "json").Output), LogLikelihood(Workspace.Run("fit", data, "-k", "2", "--standardize", "--format", "json").Output), 4);
    }

    private static double LogLikelihood(string json)
    {
        using var model = JsonDocument.Parse(json);
        return model.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble();
    }

    // every seventh row lacks the first value, every seventh the second
    private static string Gapped()
    {
        string[] lines = [.. File.ReadAllLines(Workspace.Faithful).Where(static line => line.Length > 0)];
        return string.Concat(lines.Select((line, i) => (i % 7) switch
        {
            3 when i > 0 => "," + line.Split(',')[1] + "\n",
            5 when i > 0 => line.Split(',')[0] + ",\n",
            _ => line + "\n",
        }));
    }
}
