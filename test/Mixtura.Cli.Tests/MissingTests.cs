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
        using var score = JsonDocument.Parse(Workspace.Run("score", at["model.json"], data, "--summary").Output);
        Assert.Equal(78, score.RootElement.GetProperty("missingCells").GetInt64());
        Assert.Contains("missing cells    78, integrated out, as missing at random", Workspace.Run("score", at["model.json"], data, "--summary", "--format", "text").Output, StringComparison.Ordinal);
        Assert.Contains("Missing cells: 78, integrated out", Workspace.Run("predict", at["model.json"], data, "--summary").Output, StringComparison.Ordinal);
        Assert.Contains("78 cells of 544 are missing, in 2 columns and 78 rows", Workspace.Run("select", data, "-k", "1:2", "--covariance", covariance, "--report", at["select.html"]).Output, StringComparison.Ordinal);
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

    [Fact]
    public void Impute_FillsGapsAndNothingElse()
    {
        string data = at.Write("gaps.csv", Gapped());
        Workspace.Run("fit", data, "-k", "2", "--output", at["model.json"], "--quiet");
        string[] filled = Workspace.Run("impute", at["model.json"], data).Lines;
        string[] given = Gapped().Split('\n');
        Assert.Equal("eruptions,waiting", filled[0]);
        for (int i = 1; i <= 272; i++)
        {
            double[] numbers = Array.ConvertAll(filled[i].Split(','), static text => double.Parse(text, CultureInfo.InvariantCulture));
            Assert.True(Array.TrueForAll(numbers, double.IsFinite));
            Assert.All(Enumerable.Range(0, 2), j => Assert.True(given[i].Split(',')[j].Length == 0 || double.Parse(given[i].Split(',')[j], CultureInfo.InvariantCulture) == numbers[j]));
        }

        var deviations = Workspace.Run("impute", at["model.json"], data, "--standard-deviations");
        Assert.StartsWith("eruptions,waiting,eruptions_sd,waiting_sd", deviations.Output, StringComparison.Ordinal);
        var draws = Workspace.Run("impute", at["model.json"], data, "--draws", "2", "--seed", "3");
        Assert.StartsWith("draw,eruptions,waiting\n1,", draws.Output, StringComparison.Ordinal);
        Assert.Equal(1 + (2 * 272), draws.Lines.Count(static line => line.Length > 0));
        Assert.Equal(draws.Output, Workspace.Run("impute", at["model.json"], data, "--draws", "2", "--seed", "3").Output);
    }

    /// <summary>Regression: the target is predicted whether it is there or not.</summary>
    [Fact]
    public void Target_IsPredictedFromTheOthers()
    {
        Workspace.Run("fit", Workspace.Faithful, "-k", "1", "--output", at["model.json"], "--quiet");
        string one = Workspace.Run("impute", at["model.json"], at.Write("one.csv", "eruptions,waiting\n2,50\n4,99\n"), "--target", "waiting").Output;
        string other = Workspace.Run("impute", at["model.json"], at.Write("other.csv", "eruptions,waiting\n2,\n4,\n"), "--target", "2").Output;
        Assert.Equal(one, other);
        Assert.Equal(one, Workspace.Run("impute", at["model.json"], at.Write("without.csv", "eruptions\n2\n4\n"), "--target", "waiting").Output);
        Workspace.Run("impute", at["model.json"], Workspace.Faithful, "--target", "1,2").IsBadInput("nothing is left to predict from");

        // one Gaussian: the least-squares line
        var rows = File.ReadAllLines(Workspace.Faithful).Skip(1).Where(static line => line.Length > 0).Select(static line => Array.ConvertAll(line.Split(','), static text => double.Parse(text, CultureInfo.InvariantCulture))).ToArray();
        double x = rows.Average(static row => row[0]);
        double y = rows.Average(static row => row[1]);
        double slope = rows.Sum(row => (row[0] - x) * (row[1] - y)) / rows.Sum(row => (row[0] - x) * (row[0] - x));
        Assert.Equal(y + (slope * (2 - x)), double.Parse(one.Split('\n')[1].Split(',')[1], CultureInfo.InvariantCulture), 6);
        Workspace.Run("impute", at["model.json"], Workspace.Faithful, "--target", "wait").IsBadInput("--target names 'wait', which is none of the columns");
        Workspace.Run("impute", at["model.json"], Workspace.Faithful, "--draws", "2", "--standard-deviations").IsBadInput("do not go together");
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
