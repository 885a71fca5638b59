using System.Text.Json;

namespace Mixtura.Cli.Tests;

/// <summary><c>mixtura select</c> and <c>mixtura inspect --bootstrap</c> as a user meets them.</summary>
public sealed class SelectTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void Select_PrintsTheTableAndKeepsTheWinner()
    {
        var run = Workspace.Run("select", Workspace.Faithful, "-k", "1:4", "--covariance", "full,tied", "--output", at["best.json"], "--table", at["table.json"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("2314.2", run.Output, StringComparison.Ordinal);
        Assert.Contains("tied (EEE)", run.Output, StringComparison.Ordinal);
        using var table = JsonDocument.Parse(File.ReadAllText(at["table.json"]));
        Assert.Equal("bic", table.RootElement.GetProperty("criterion").GetString());
        Assert.Equal(8, table.RootElement.GetProperty("candidates").GetArrayLength());
        var best = table.RootElement.GetProperty("candidates")[table.RootElement.GetProperty("best").GetInt32()];
        Assert.Equal("tied", best.GetProperty("covarianceStructure").GetString());
        using var model = JsonDocument.Parse(File.ReadAllText(at["best.json"]));
        Assert.Equal(3, model.RootElement.GetProperty("weights").GetArrayLength());
        Assert.Equal(best.GetProperty("bic").GetDouble(), model.RootElement.GetProperty("fit").GetProperty("bic").GetDouble());
    }

    [Fact]
    public void Order_IsThatOfAFeature()
    {
        Assert.Matches("0 +0[.]3559 +2[.]03", Workspace.Run("select", Workspace.Faithful, "-k", "1:2", "--order", "waiting").Output);
        Assert.Matches("0 +0[.]6441 +4[.]28", Workspace.Run("select", Workspace.Faithful, "-k", "1:2").Output);
        Workspace.Run("select", Workspace.Faithful, "--method", "variational", "--order", "waiting").IsBadInput("--order does not go with --method variational");
    }

    [Fact]
    public void Json_IsTheTable()
    {
        var run = Workspace.Run("select", Workspace.Faithful, "-k", "1,2", "--criterion", "icl", "--format", "json");
        Assert.Equal(0, run.Code);
        using var table = JsonDocument.Parse(run.Output);
        Assert.Equal("icl", table.RootElement.GetProperty("criterion").GetString());
    }

    [Theory]
    [InlineData("-k", "0:3", "--components is '0:3'")]
    [InlineData("-k", "1:99999", "--components is '1:99999'. Give whole numbers from 1 to 10000")]
    [InlineData("-k", "5:2", "--components is '5:2'")]
    [InlineData("-k", "two", "--components is 'two'")]
    [InlineData("--covariance", "full,round", "--covariance is 'round'")]
    [InlineData("--criterion", "best", "'best'")]
    [InlineData("--folds", "1", "--folds is '1'")]
    [InlineData("--folds", "3", "--folds is an option of --criterion cross-validation. Say that too, or leave it out.")]
    [InlineData("--order", "none", "--order names 'none', which is none of the columns")]
    public void WrongValue_IsNamed(string option, string value, string part) =>
        Workspace.Run("select", Workspace.Faithful, option, value).IsBadInput(part);

    /// <summary>Counts: no structures; every command of the selection goes with them.</summary>
    [Fact]
    public void Counts_AreSelectedTestedMergedAndResampled()
    {
        string counts = at.Write("counts.csv", "visits,calls\n" + string.Concat(Enumerable.Range(0, 120).Select(static i => $"{(i % 2 * 20) + (i % 5)},{(i % 2 * 3) + (i % 3)}\n")));
        var run = Workspace.Run("select", counts, "--counts", "visits,calls", "-k", "1:3", "--lrt", "19", "--merge", "--output", at["best.json"], "--table", at["table.json"], "--report", at["report.html"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("Poisson mixtures by BIC (smaller is better; mclust prints the negative); components down\n\n  K", run.Output, StringComparison.Ordinal);
        using var table = JsonDocument.Parse(File.ReadAllText(at["table.json"]));
        var candidate = table.RootElement.GetProperty("candidates")[1];
        Assert.Equal("poisson", candidate.GetProperty("family").GetString());
        Assert.False(candidate.TryGetProperty("covarianceStructure", out _));
        Assert.Contains("rate 1, visits", Workspace.Run("inspect", at["best.json"], counts, "--bootstrap", "20").Output, StringComparison.Ordinal);
        Assert.Contains("in the ring: 2 components.", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void StudentT_IsSelectedOverStructures()
    {
        var run = Workspace.Run("select", Workspace.Faithful, "--family", "student-t", "-k", "1:2", "--covariance", "full,tied", "--output", at["best.json"], "--report", at["report.html"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("Student-t mixtures by BIC", run.Output, StringComparison.Ordinal);
        Assert.Contains("mixtura.student-t-mixture", File.ReadAllText(at["best.json"]), StringComparison.Ordinal);
        Assert.Contains("2 components with VVV scale matrices", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
        Assert.Contains("degrees of freedom 1", Workspace.Run("inspect", at["best.json"], Workspace.Faithful, "--bootstrap", "5").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--counts", "eruptions", "'eruptions': the value is 3.6, which is no count")]
    [InlineData("--t-degrees-of-freedom", "5", "is an option of --family student-t")]
    public void KindThatDoesNotGo_IsRefused(string option, string value, string part) =>
        Workspace.Run("select", Workspace.Faithful, option, value).IsBadInput(part);

    [Fact]
    public void KindWithThePriorOfAnother_IsRefused()
    {
        Workspace.Run("select", Workspace.Faithful, "--family", "student-t", "--method", "variational").IsBadInput("do not go with --family student-t");
        Workspace.Run("select", Workspace.Faithful, "--counts", "1,2", "--covariance", "full").IsBadInput("--covariance does not go with --counts");
    }

    [Fact]
    public void EdgeOfTheRange_IsWarnedOf() =>
        Assert.Contains("Try more", Workspace.Run("select", Workspace.Faithful, "-k", "1:2").Output, StringComparison.Ordinal);

    [Fact]
    public void RatioTestAndMerging_ArePrinted()
    {
        string output = Workspace.Run("select", Workspace.Faithful, "-k", "1:3", "--lrt", "19", "--merge").Output;
        Assert.Contains("Bootstrapped likelihood ratio", output, StringComparison.Ordinal);
        Assert.Contains("merged into clusters", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Bootstrap_NeedsItsData()
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--output", at["m.json"], "--quiet").Code);
        Workspace.Run("inspect", at["m.json"], "--bootstrap", "50").IsBadInput("--bootstrap needs the data");
        Workspace.Run("inspect", at["m.json"], Workspace.Faithful).IsBadInput("nothing to do with it");
        var run = Workspace.Run("inspect", at["m.json"], Workspace.Faithful, "--bootstrap", "50");
        Assert.Equal(0, run.Code);
        Assert.Contains("standard error", run.Output, StringComparison.Ordinal);
        Assert.Contains("mean 1, waiting", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_AreMatched() =>
        Assert.Contains("best matching 96.7 % of the rows", Workspace.Run("fit", Workspace.Iris, "-k", "3", "--label", "label").Output, StringComparison.Ordinal);
}
