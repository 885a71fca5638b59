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

    private static string Case(string name) => Path.Combine(AppContext.BaseDirectory, "Cases", name);
}
