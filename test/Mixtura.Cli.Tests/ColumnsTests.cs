using System.Globalization;
using System.Text.Json;

namespace Mixtura.Cli.Tests;

/// <summary>Categories, counts and numbers, from file to report, as a user meets them.</summary>
public sealed class ColumnsTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Theory]
    [InlineData("auto", "calls", "trust,city,calls,income,age")]
    [InlineData("auto", null, "trust,city")]
    [InlineData("trust,city", "calls", "trust,city,calls")]
    [InlineData("1", "calls", "trust,calls,income,age")]
    public void Columns_GoThroughEveryCommand(string categorical, string? counts, string columns)
    {
        string data = at.Write("people.csv", People());
        string[] counted = counts is null ? [] : ["--counts", counts];
        var fit = Workspace.Run(["fit", data, "-k", "2", "--columns", columns, "--categorical", categorical, .. counted, "--output", at["model.json"], "--report", at["report.html"]]);
        Assert.True(fit.Code == 0, fit.Error);
        Assert.Contains("Probabilities of levels", fit.Output, StringComparison.Ordinal);
        using var model = JsonDocument.Parse(File.ReadAllText(at["model.json"]));
        Assert.Equal("mixtura.mixed-mixture", model.RootElement.GetProperty("format").GetString());
        var scores = Workspace.Run("score", at["model.json"], data).Lines.Skip(1).Select(static line => double.Parse(line, CultureInfo.InvariantCulture));
        Assert.Equal(model.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), scores.Sum(), 6);
        Assert.Equal(301, Workspace.Run("predict", at["model.json"], data).Lines.Length);
        Assert.Contains("high", Workspace.Run("inspect", at["model.json"]).Output, StringComparison.Ordinal);
        Assert.Contains("trust = high", Workspace.Run("inspect", at["model.json"], data, "--bootstrap", "3").Output, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("report", at["model.json"], data, "--output", at["again.html"]).Code);
        var select = Workspace.Run(["select", data, "-k", "1:2", "--columns", columns, "--categorical", categorical, .. counted]);
        Assert.True(select.Code == 0, select.Error);
    }

    [Fact]
    public void Draws_HaveLevelsByName_AndCanBeFittedAgain()
    {
        Fit();
        string drawn = Workspace.Run("sample", at["model.json"], "-n", "400").Output;
        Assert.Matches("^trust,city,calls,income,age\n(high|low|\"so, so\"),", drawn);
        Assert.Equal(0, Workspace.Run("score", at["model.json"], at.Write("drawn.csv", drawn)).Code);
        Assert.Equal(0, Workspace.Run("fit", at["drawn.csv"], "-k", "2", "--categorical", "auto", "--counts", "calls").Code);
    }

    [Fact]
    public void ModelAsStart_TellsWhatTheColumnsAre()
    {
        string data = Fit();
        var again = Workspace.Run("fit", data, "--init", "file:" + at["model.json"], "--format", "json");
        Assert.True(again.Code == 0, again.Error);
        using var first = JsonDocument.Parse(File.ReadAllText(at["model.json"]));
        using var second = JsonDocument.Parse(again.Output);
        Assert.Equal(first.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), second.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), 5);
        Workspace.Run("fit", data, "--init", "file:" + at["model.json"], "--standardize").IsBadInput("--standardize does not go with");
    }

    [Fact]
    public void StudentNumbers_StandBesideOtherColumns_FromFileToFile()
    {
        string data = at.Write("people.csv", People());
        var fit = Workspace.Run("fit", data, "-k", "2", "--categorical", "auto", "--counts", "calls", "--family", "student-t", "--output", at["t.json"]);
        Assert.True(fit.Code == 0, fit.Error);
        Assert.Contains("Student-t numbers with full scale matrices", fit.Output, StringComparison.Ordinal);
        var again = Workspace.Run("fit", data, "--init", "file:" + at["t.json"]);
        Assert.Contains("Student-t numbers with full scale matrices", again.Output, StringComparison.Ordinal);
        Assert.Equal(301, Workspace.Run("predict", at["t.json"], data).Lines.Length);
        using var model = JsonDocument.Parse(File.ReadAllText(at["t.json"]));
        Assert.Equal("student-t", model.RootElement.GetProperty("numeric").GetProperty("family").GetString());
    }

    /// <summary>Beside other columns one of numbers has two structures, as by itself.</summary>
    [Fact]
    public void OneColumnOfNumbers_HasTwoStructures()
    {
        var select = Workspace.Run("select", at.Write("people.csv", People()), "-k", "1:2", "--categorical", "auto", "--counts", "calls", "--ignore", "age", "--covariance", "all");
        Assert.True(select.Code == 0, select.Error);
        Assert.Matches("K +EEE +VVV\n", select.Output);
    }

    /// <summary>What helps does not take a category for a class by mistake.</summary>
    [Fact]
    public void FarRow_IsNoReasonToLeaveACategoryOut()
    {
        string data = at.Write("far.csv", "c,v,u\n" + string.Concat(Enumerable.Range(0, 80).Select(static i => string.Create(
            CultureInfo.InvariantCulture, $"{"xyz"[i * 7 % 3]},{(i == 9 ? 1e6 : i * 37 % 41 * 0.3)},{i * 53 % 47 * 0.7}\n"))));
        var fit = Workspace.Run("fit", data, "-k", "2", "--categorical", "auto");
        Assert.Equal(1, fit.Code);
        Assert.DoesNotContain("looks like a class", fit.Output, StringComparison.Ordinal);
        Assert.Contains("Options that may help: a smaller -k, --family student-t, another --covariance, --regularization or --prior.", fit.Output, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("fit", data, "-k", "2", "--categorical", "auto", "--regularization", "0.01").Code);
    }

    [Fact]
    public void LatentClasses_TellWhatTheFieldGoesBy()
    {
        string data = at.Write("people.csv", People());
        string[] columns = ["--columns", "trust,city", "--categorical", "auto"];
        var fit = Workspace.Run(["fit", data, "-k", "2", .. columns, "--smoothing", "2", "--output", at["m.json"]]);
        Assert.Contains("dirichlet prior", fit.Output, StringComparison.Ordinal);
        Assert.Contains("Warning: The model has 7 parameters, but the 6 cells of the table of their levels tell 5 at most", fit.Output, StringComparison.Ordinal);
        Assert.Matches(@"entropy R²      [01]\.[0-9]+", fit.Output);
        Assert.Contains("of 300 whole rows over 6 cells, -2 degrees of freedom", fit.Output, StringComparison.Ordinal);
        Assert.Contains("over 6 cells", Workspace.Run("inspect", at["m.json"]).Output, StringComparison.Ordinal);
        using var model = JsonDocument.Parse(File.ReadAllText(at["m.json"]));
        Assert.Equal("dirichlet", model.RootElement.GetProperty("fit").GetProperty("prior").GetString());
        Assert.Equal(-2, model.RootElement.GetProperty("fit").GetProperty("table").GetProperty("degreesOfFreedom").GetInt32());
        Workspace.Run(["fit", data, "-k", "1", .. columns, "--report", at["r.html"]]);
        string page = File.ReadAllText(at["r.html"]);
        Assert.Contains("Pearson", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Entropy R", page, StringComparison.Ordinal);
    }

    [Fact]
    public void UnseenLevel_IsNamed_OrTakenForMissing()
    {
        Fit();
        string other = at.Write("other.csv", "age,calls,city,income,trust\n30,3,Rome,10,high\n40,1,Oslo,12,low\n");
        Workspace.Run("predict", at["model.json"], other).IsBadInput("line 2, column 3 'city'", "'Rome'", "Bonn, Oslo", "--unseen missing");
        Assert.Equal(3, Workspace.Run("predict", at["model.json"], other, "--unseen", "missing").Lines.Length);
    }

    [Fact]
    public void Gaps_AreFilledByTheMostProbableLevel()
    {
        Fit();
        string gap = at.Write("gap.csv", "trust,city,calls,income,age\n,Oslo,,40,60\n");
        string[] filled = Workspace.Run("impute", at["model.json"], gap).Lines;
        Assert.Matches("^(high|low|\"so, so\"),Oslo,[0-9.]+,40,60$", filled[1]);
    }

    [Fact]
    public void TextThatNoOptionNames_IsNamed_WithTheWaysOut() =>
        Workspace.Run("fit", at.Write("one.csv", "n,kind\n1,red\n2,blue\n3,red\n"), "-k", "1").IsBadInput("column 2 'kind'", "'red', 'blue'", "--label kind", "--categorical kind", "--ignore kind");

    [Theory]
    [InlineData("--prior, --regularization and --method variational do not go with --categorical", "--categorical", "auto", "--family", "student-t", "--prior", "conjugate")]
    [InlineData("--prior does not go with --categorical", "--categorical", "trust", "--columns", "trust", "--prior", "conjugate")]
    [InlineData("--smoothing is an option of categorical columns", "--columns", "age", "--smoothing", "1")]
    [InlineData("--smoothing is '-1'", "--categorical", "auto", "--smoothing", "-1")]
    [InlineData("named by --counts and by --categorical", "--categorical", "trust,calls", "--counts", "calls", "--ignore", "city")]
    [InlineData("--covariance does not go with --categorical", "--categorical", "trust", "--columns", "trust", "--covariance", "full")]
    [InlineData("--regularization does not go with --categorical", "--categorical", "trust", "--columns", "trust", "--regularization", "1")]
    [InlineData("--standardize does not go with --categorical", "--categorical", "auto", "--standardize")]
    [InlineData("--method variational does not go with --categorical", "--categorical", "auto", "--method", "variational")]
    [InlineData("there is no column 'colour'", "--categorical", "colour")]
    [InlineData("Correct --categorical", "--categorical", "city", "--label", "city")]
    public void WhatDoesNotGo_IsRefused(string part, params string[] options)
    {
        string data = at.Write("people.csv", People());
        Workspace.Run(["fit", data, "-k", "2", .. options]).IsBadInput(part);
    }

    private string Fit()
    {
        string data = at.Write("people.csv", People());
        Assert.Equal(0, Workspace.Run("fit", data, "-k", "2", "--categorical", "auto", "--counts", "calls", "--output", at["model.json"], "--quiet").Code);
        return data;
    }

    // two kinds of people, whom all columns tell apart a little
    private static string People() => "trust,city,calls,income,age\n" + string.Concat(Enumerable.Range(0, 300).Select(static i => string.Create(
        CultureInfo.InvariantCulture,
        $"{(i % 7 == 0 ? "\"so, so\"" : i % 2 == 0 || i % 5 == 0 ? "high" : "low")},{(i % 3 == 0 ? "Oslo" : "Bonn")},{(i % 2 * 4) + (i * 7 % 5)},{20 + (i % 2 * 20) + (i * 13 % 17 * 0.7)},{30 + (i % 2 * 9) + (i * 29 % 31 * 0.5)}\n")));
}
