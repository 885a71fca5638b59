using System.Text.Json;

namespace Mixtura.Cli.Tests;

public sealed class FitTests : IDisposable
{
    private readonly Workspace at = new();

    [Fact]
    public void Order_IsByWeightByAFeatureOrAsTheStartHasIt()
    {
        string[] fit = ["fit", Workspace.Faithful, "-k", "2", "--restarts", "2", "--format", "json"];
        static double[] Waiting(Outcome run)
        {
            Assert.Equal(0, run.Code);
            using var json = JsonDocument.Parse(run.Output);
            return [.. json.RootElement.GetProperty("means").EnumerateArray().Select(static mean => mean[1].GetDouble())];
        }

        // the longer waits are the more frequent ones
        double[] byWeight = Waiting(Workspace.Run([.. fit, "--order", "weight"]));
        Assert.True(byWeight[0] > byWeight[1]);
        double[] rising = Waiting(Workspace.Run([.. fit, "--order", "waiting", "--output", at["rising.json"]]));
        Assert.True(rising[0] < rising[1]);
        Assert.Equal(rising, Waiting(Workspace.Run([.. fit, "--order", "2"])));
        Assert.Equal(rising[0], Waiting(Workspace.Run("fit", Workspace.Faithful, "--init", "file:" + at["rising.json"], "--order", "none", "--format", "json"))[0], 1e-3);
        Workspace.Run([.. fit, "--order", "depth"]).IsBadInput("--order names 'depth'");
        Workspace.Run([.. fit, "--order", "waiting", "--online"]).IsBadInput("--order does not go with --online");
    }

    public void Dispose() => at.Dispose();

    [Fact]
    public void Faithful_IsFittedAsByEverybodyElse()
    {
        var run = Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--output", at["model.json"]);
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains("-1130.26396", run.Output, StringComparison.Ordinal);
        Assert.Contains("mclust prints BIC as -2322.19", run.Output, StringComparison.Ordinal);
        Assert.Contains("smaller is better", run.Output, StringComparison.Ordinal);
        Assert.Contains("counted from 0", run.Output, StringComparison.Ordinal);
        Assert.Contains("4.2897 ± 0.4123", run.Output, StringComparison.Ordinal);
        Assert.Contains("Model written to", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonFormat_IsTheModelFile()
    {
        var run = Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--format", "json", "--output", at["model.json"]);
        Assert.Equal(File.ReadAllText(at["model.json"]), run.Output);
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal("converged", document.RootElement.GetProperty("fit").GetProperty("stopReason").GetString());
        Assert.Contains("\n    [4.2896", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void GivenStart_TakesExactlyNSteps(int steps)
    {
        string start = at.FaithfulModel();
        var run = Workspace.Run(
            "fit", Workspace.Faithful, "-k", "2", "--init", "file:" + start, "--no-acceleration", "--tolerance", "0", "--max-iterations", $"{steps}", "--format", "json");
        Assert.Equal(3, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        var fit = document.RootElement.GetProperty("fit");
        Assert.Equal(steps, fit.GetProperty("iterations").GetInt32());
        Assert.Equal(steps + 1, fit.GetProperty("trace").GetArrayLength());
        Assert.Equal("iteration-limit", fit.GetProperty("stopReason").GetString());
        Assert.Equal(1, fit.GetProperty("restarts").GetInt32());
    }

    [Fact]
    public void GivenStart_BringsComponentsAndStructureOrRefusesOthers()
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--covariance", "VVI", "-q", "-o", at["d.json"]).Code);
        Assert.Contains("2 components, diagonal", Workspace.Run("fit", Workspace.Faithful, "--init", "file:" + at["d.json"]).Output, StringComparison.Ordinal);
        Assert.Contains("2 components, full", Workspace.Run("fit", Workspace.Faithful, "--init", "file:" + at["d.json"], "--covariance", "full").Output, StringComparison.Ordinal);
        Workspace.Run("fit", Workspace.Faithful, "--init", "file:" + at["d.json"], "--covariance", "spherical").IsBadInput("cannot start", "spherical");
        Workspace.Run("fit", Workspace.Faithful, "--init", "file:" + at["d.json"], "-k", "3").IsBadInput("--components is 3", "has 2");
        Workspace.Run("fit", Workspace.Faithful, "--init", "file:" + at["d.json"], "--restarts", "3").IsBadInput("--restarts is 3");
        Workspace.Run("fit", Workspace.Faithful, "--init", "file:" + at["d.json"], "--standardize").IsBadInput("--standardize");
    }

    [Fact]
    public void IterationLimit_ExitsWith3AndWritesTheModel()
    {
        var run = Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "3", "--max-iterations", "2", "--output", at["model.json"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("Warning: Not converged", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(at["model.json"]));
    }

    [Fact]
    public void DegenerateModel_ExitsWith1AndIsWrittenWithReasons()
    {
        string data = at.Write("ties.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 20).Select(static i => $"{i % 2},{i % 3 % 2}\n")));
        var run = Workspace.Run("fit", data, "-k", "4", "--output", at["model.json"]);
        Assert.Equal(1, run.Code);
        using var document = JsonDocument.Parse(File.ReadAllText(at["model.json"]));
        Assert.Contains("degenerate", document.RootElement.GetProperty("fit").GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void InterruptionWhileReading_ExitsWith130AndWritesNothing()
    {
        var run = Workspace.RunWith(string.Empty, new CancellationToken(canceled: true), "fit", Workspace.Faithful, "-k", "2", "--output", at["model.json"]);
        Assert.Equal(130, run.Code);
        Assert.Equal("mixtura: interrupted: nothing was written.", run.Error.TrimEnd());
        Assert.Empty(Directory.GetFiles(at.Folder));
    }

    [Fact]
    public void Labels_AreComparedAndKeptOut()
    {
        var run = Workspace.Run("fit", Workspace.Iris, "-k", "3", "--label", "label");
        Assert.Equal(0, run.Code);
        Assert.Contains("4 features", run.Output, StringComparison.Ordinal);
        Assert.Contains("-180.185477", run.Output, StringComparison.Ordinal);
        Assert.Contains("adjusted Rand index 0.9039", run.Output, StringComparison.Ordinal);
        Assert.Contains("versicolor   5   0  45", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void IntegerWeights_EqualRepeatedRows()
    {
        var rows = File.ReadLines(Workspace.Faithful).Skip(1).ToArray();
        string weighted = at.Write("w.csv", "a,b,w\n" + string.Concat(rows.Select(static (row, i) => $"{row},{i % 3}\n")));
        string repeated = at.Write("r.csv", "a,b\n" + string.Concat(rows.SelectMany(static (row, i) => Enumerable.Repeat(row + "\n", i % 3))));
        Assert.Equal(LogLikelihood(Workspace.Run("fit", repeated, "-k", "2")), LogLikelihood(Workspace.Run("fit", weighted, "-k", "2", "--weights", "w")));
    }

    [Fact]
    public void Threads_DoNotChangeTheModel() => Assert.Equal(
        Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "3", "--format", "json", "--threads", "1").Output,
        Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "3", "--format", "json", "--threads", "3").Output);

    [Fact]
    public void Quiet_PrintsNothing()
    {
        var run = Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--quiet");
        Assert.Equal(string.Empty, run.Output + run.Error);
    }

    [Fact]
    public void StandardInput_IsReadLikeAFile() => Assert.Equal(
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--format", "json").Output,
        Workspace.RunWith(File.ReadAllText(Workspace.Faithful), "fit", "-", "-k", "2", "--format", "json").Output);

    private static string LogLikelihood(Outcome run) => run.Lines.First(static line => line.Contains("log-likelihood", StringComparison.Ordinal));

    // scikit-learn's words
    [Theory]
    [InlineData("diag", "diagonal (VVI)")]
    [InlineData("full", "full (VVV)")]
    [InlineData("tied", "tied (EEE)")]
    [InlineData("spherical", "spherical (VII)")]
    public void WordsOfScikitLearn_AreKnown(string word, string structure)
    {
        var fit = Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--covariance", word);
        Assert.Contains(structure.Replace(" (", " covariances (", StringComparison.Ordinal)[..^1], fit.Output, StringComparison.Ordinal);
        Assert.Contains(structure, Workspace.Run("select", Workspace.Faithful, "-k", "1:2", "--covariance", word).Output, StringComparison.Ordinal);
    }

    /// <summary>With two degrees of freedom or fewer there is no variance: the table has the scales, which the file has squared.</summary>
    [Theory]
    [InlineData("full", "scales")]
    [InlineData("diagonal", "variances")]
    public void StudentTWithoutVariance_ShowsScales(string structure, string array)
    {
        string model = at["t.json"];
        var run = Workspace.Run("fit", Workspace.Faithful, "-k", "1", "--family", "student-t", "--t-degrees-of-freedom", "2", "--covariance", structure, "--output", model);
        using var json = JsonDocument.Parse(File.ReadAllText(model));
        var values = json.RootElement.GetProperty(array)[0];
        double scale = Math.Sqrt((structure == "full" ? values[1][1] : values[1]).GetDouble());
        Assert.Contains($"± {scale.ToString(scale < 10 ? "F3" : "F2", System.Globalization.CultureInfo.InvariantCulture)} (scale)", run.Output, StringComparison.Ordinal);
    }
}
