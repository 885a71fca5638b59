namespace Mixtura.Cli.Tests;

/// <summary>Small data in the shapes that people report, which once crashed or misled.</summary>
public class CaseTests
{
    [Fact]
    public void BootstrapWithoutASoundRefit_IsAnErrorInWords() =>
        Workspace.Run("inspect", Case("tiny-model.json"), Case("tiny.csv"), "--bootstrap", "2", "--seed", "1").IsBadInput("None of 2 refits", "was sound");

    [Fact]
    public void BootstrapWithOneSoundRefit_GivesNoStandardError()
    {
        var run = Workspace.Run("inspect", Case("tiny-model.json"), Case("tiny.csv"), "--bootstrap", "2", "--seed", "0");
        Assert.Equal(0, run.Code);
        Assert.Contains("Warning: one refit says nothing", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void BootstrapOfAWeightedFit_AsksForTheWeights() =>
        Workspace.Run("inspect", Case("bootstrap-model.json"), Case("bootstrap-other.csv"), "--bootstrap", "20").IsBadInput("weighted rows", "--weights");

    [Fact]
    public void BootstrapOfAVariationalModel_SaysHowItIsRefitted()
    {
        using var at = new Workspace();
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--method", "variational", "-q", "-o", at["v.json"]).Code);
        var run = Workspace.Run("inspect", at["v.json"], Workspace.Faithful, "--bootstrap", "5");
        Assert.Contains("variational treatment; the refits are by maximum likelihood", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "'0'")]
    [InlineData("-3", "'-3'")]
    [InlineData("many", "'many'")]
    public void RatioTestWithoutReplicates_IsBadUsage(string replicates, string found)
    {
        var run = Workspace.Run("select", Case("one-dimension.csv"), "-k", "1:2", $"--lrt={replicates}");
        Assert.Equal(2, run.Code);
        Assert.Contains($"--lrt is {found}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RatioTestOfOneComponentOnly_IsBadUsage() =>
        Workspace.Run("select", Case("one-dimension.csv"), "-k", "1", "--lrt", "9").IsBadInput("--lrt", "-k 1:2");

    [Fact]
    public void WeightsThatSumToOne_AreWarnedAbout()
    {
        var run = Workspace.Run("select", Case("weights-sum-to-1.csv"), "-k", "1:2", "--weights", "p");
        Assert.Contains("Warning: The weights sum to 1, and that is the number of rows that the criteria count", run.Output, StringComparison.Ordinal);
        Assert.Contains("sum to 300", run.Output, StringComparison.Ordinal);
    }

    // .9437: scikit-learn's adjusted_rand_score over the 71 rows that have a class
    [Fact]
    public void BlankLabels_AreNoClass()
    {
        var run = Workspace.Run("fit", Case("blank-labels.csv"), "-k", "2", "--label", "cls");
        Assert.Contains("adjusted Rand index 0.9437", run.Output, StringComparison.Ordinal);
        Assert.Contains("9 rows without a class", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassAmongTheFeatures_IsNamed()
    {
        var run = Workspace.Run("fit", Case("class-first.data"), "-k", "2");
        Assert.Equal(1, run.Code);
        Assert.Contains("Warning: The feature 'x1' takes 2 values only and looks like a class", run.Output, StringComparison.Ordinal);
        Assert.Contains("Options that may help: --label x1 or --ignore x1, a smaller -k,", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("fit", Case("class-first.data"), "-k", "2", "--label", "x1").Code);
    }

    // .944 as in the summary
    [Fact]
    public void BlankLabels_AreNoClassInTheReport()
    {
        using var at = new Workspace();
        Assert.Equal(0, Workspace.Run("fit", Case("blank-labels.csv"), "-k", "2", "--label", "cls", "-q", "--report", at["r.html"]).Code);
        string page = File.ReadAllText(at["r.html"]);
        Assert.Contains("adjusted Rand index 0.944. 9 rows without a class left out.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"l\":\"NA\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void MostRefitsDropped_IsAWarning()
    {
        // over seeds: whatever the refits become, a majority that is lost is told
        const int Refits = 3;
        bool seen = false;
        for (int seed = 0; seed < 12; seed++)
        {
            var run = Workspace.Run("inspect", Case("tiny-model.json"), Case("tiny.csv"), "--bootstrap", $"{Refits}", "--seed", $"{seed}");
            if (run.Code != 0)
            {
                continue;
            }

            int kept = int.Parse(run.Lines[0].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            bool most = 2 * kept < Refits;
            Assert.Equal(most, run.Output.Contains("Warning: most refits degenerated", StringComparison.Ordinal));
            seen |= most;
        }

        Assert.True(seen);
    }

    [Fact]
    public void BootstrapOfAWeightedFit_AsksForTheWeights_AlsoWhereTheySumToTheRows()
    {
        using var at = new Workspace();
        string header = "eruptions,waiting,w\n";
        string[] lines = [.. File.ReadLines(Workspace.Faithful).Skip(1).Select(static (line, i) => $"{line},{(i % 2 == 0 ? "0.5" : "1.5")}\n")];
        string data = at.Write("weighted.csv", header + string.Concat(lines));
        foreach (string method in (string[])["em", "variational"])
        {
            Assert.Equal(0, Workspace.Run("fit", data, "-k", "2", "--weights", "w", "--method", method, "-q", "--force", "-o", at["w.json"]).Code);
            Assert.Contains("\"totalWeight\": 272,", File.ReadAllText(at["w.json"]), StringComparison.Ordinal);
            Workspace.Run("inspect", at["w.json"], data, "--bootstrap", "5").IsBadInput("weighted rows", "--weights");
            Assert.Equal(0, Workspace.Run("inspect", at["w.json"], data, "--bootstrap", "5", "--weights", "w").Code);
        }
    }

    [Fact]
    public void RowsOfDensityZero_AreToldInWords()
    {
        using var at = new Workspace();
        string data = at.Write("far.csv", "eruptions,waiting\n3,50\n1e200,4\n");
        string json = Workspace.Run("score", at.FaithfulModel(), data, "--summary").Output;
        using var score = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal("-Infinity", score.RootElement.GetProperty("total").GetString());
        Assert.Equal("Infinity", score.RootElement.GetProperty("bic").GetString());
        Assert.StartsWith("1 row lies so far", score.RootElement.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("Warning: 1 row lies so far from every component that its density is 0", Workspace.Run("score", at["model.json"], data, "--summary", "--format", "text").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warnings", Workspace.Run("score", at["model.json"], Workspace.Faithful, "--summary").Output, StringComparison.Ordinal);
    }

    private static string Case(string name) => Path.Combine(AppContext.BaseDirectory, "Cases", name);
}
