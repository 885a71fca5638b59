using System.Text.Json.Nodes;

namespace Mixtura.Cli.Tests;

/// <summary>The command's part of the report: files, errors, what else it does. The page is looked at in <c>Reports/</c>.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void Report_WritesOnePage()
    {
        var run = Workspace.Run("report", at.FaithfulModel(), Workspace.Faithful, "-o", at["report.html"]);
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.Equal($"Report written to {at["report.html"]}\n", run.Output);
        string page = File.ReadAllText(at["report.html"]);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.Contains("2 components describe the 272 rows and 2 features of faithful.csv.", page, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(at.Folder).Length);
    }

    [Fact]
    public void ReportOfTheSame_HasTheSameBytes()
    {
        string model = at.FaithfulModel();
        Assert.Equal(0, Workspace.Run("report", model, Workspace.Faithful, "-o", at["one.html"], "--threads", "1").Code);
        Assert.Equal(0, Workspace.Run("report", model, Workspace.Faithful, "-o", at["two.html"], "--threads", "2").Code);
        Assert.Equal(File.ReadAllText(at["one.html"]), File.ReadAllText(at["two.html"]));
    }

    [Fact]
    public void FitWithReport_IsReportOfItsModel()
    {
        string[] fit = ["fit", Workspace.Iris, "--label", "label", "-k", "3", "--keep-path", "--output", at["model.json"], "--report", at["fit.html"]];
        var run = Workspace.Run(fit);
        Assert.Equal(0, run.Code);
        Assert.EndsWith($"\nModel written to {at["model.json"]}\n\nReport written to {at["fit.html"]}\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("report", at["model.json"], Workspace.Iris, "--label", "label", "-o", at["report.html"]).Code);
        Assert.Equal(File.ReadAllText(at["fit.html"]), File.ReadAllText(at["report.html"]));
    }

    [Fact]
    public void FitWithReport_PrintsAndSavesWhatItDoesWithout()
    {
        string[] fit = ["fit", Workspace.Faithful, "-k", "2", "--format", "json"];
        Assert.Equal(Workspace.Run(fit).Output, Workspace.Run([.. fit, "--report", at["report.html"]]).Output);
    }

    [Fact]
    public void StandardInput_CanBeReported()
    {
        var run = Workspace.RunWith(File.ReadAllText(Workspace.Faithful), "report", at.FaithfulModel(), "-", "-o", at["report.html"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("the 272 rows and 2 features of standard input", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherRowsThanThoseOfTheFit_AreSaid()
    {
        string few = at.Write("few.csv", string.Join('\n', File.ReadLines(Workspace.Faithful).Take(21)));
        Assert.Equal(0, Workspace.Run("report", at.FaithfulModel(), few, "-o", at["report.html"]).Code);
        Assert.Contains("The model was fitted to 272 rows; these data have 20.", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void DegenerateFit_IsReportedWithItsReasonsFirst()
    {
        var run = Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "20", "--restarts", "1", "--report", at["report.html"], "--quiet");
        Assert.Equal(1, run.Code);
        string page = File.ReadAllText(at["report.html"]);
        Assert.InRange(page.IndexOf("The best model is degenerate", StringComparison.Ordinal), 1, page.IndexOf("components describe", StringComparison.Ordinal));
    }

    [Fact]
    public void UnfinishedFit_IsReportedAsSuch()
    {
        var run = Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "3", "--restarts", "1", "--max-iterations", "2", "--report", at["report.html"], "--quiet");
        Assert.Equal(3, run.Code);
        Assert.Contains("class=\"warnings\"", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
        Assert.Contains("not converged", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Selection_HasBothBounds()
    {
        string[] select = ["select", Workspace.Faithful, "-k", "1:3", "--covariance", "full,VEE"];
        var run = Workspace.Run([.. select, "--report", at["select.html"]]);
        Assert.Equal(0, run.Code);
        Assert.EndsWith($"\nReport written to {at["select.html"]}\n", run.Output, StringComparison.Ordinal);
        Assert.StartsWith(Workspace.Run(select).Output, run.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(at["select.html"]);
        foreach (string id in new[] { "chart-bic", "chart-aic", "chart-icl", "chart-bound", "chart-variational" })
        {
            Assert.Contains($"id=\"{id}\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SelectionWithoutASoundFit_SaysThatThereIsNoReport()
    {
        string ties = at.Write("ties.csv", "a,b\n1,2\n1,2\n3,5\n3,5\n4,1\n");
        var run = Workspace.Run("select", ties, "-k", "3", "--report", at["report.html"]);
        Assert.Equal(1, run.Code);
        Assert.Contains("No report was written: no candidate has a sound fit.", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(at["report.html"]));
    }

    [Theory]
    [InlineData("fit", "--output", "--report")]
    [InlineData("select", "--table", "--report")]
    [InlineData("select", "--output", "--table")]
    public void TwoResultsInOneFile_AreRefused(string command, string first, string second)
    {
        Workspace.Run(command, Workspace.Faithful, "-k", "2", first, at["same"], second, at["./same"], "--force").IsBadInput("same", first, second);
        Assert.Empty(Directory.GetFiles(at.Folder));
    }

    [Fact]
    public void SelectionWhoseVariationalBoundFails_IsReportedWithoutIt()
    {
        string constant = at.Write("constant.csv", "a,b\n" + string.Join('\n', File.ReadLines(Workspace.Faithful).Skip(1).Take(60).Select(static line => line.Split(',')[0] + ",7")));
        var run = Workspace.Run("select", constant, "-k", "1:2", "--regularization", "0.01", "--report", at["report.html"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("The best:", run.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(at["report.html"]);
        Assert.Contains("The bound of the Bayesian treatment is not drawn", page, StringComparison.Ordinal);
        Assert.Contains("id=\"chart-bic\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"chart-variational\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelWithoutATrace_IsReported()
    {
        var json = JsonNode.Parse(File.ReadAllText(at.FaithfulModel()))!;
        json["fit"]!.AsObject().Remove("trace");
        json["fit"]!.AsObject().Remove("starts");
        string model = at.Write("bare.json", json.ToJsonString());
        Assert.Equal(0, Workspace.Run("report", model, Workspace.Faithful, "-o", at["report.html"]).Code);
        Assert.DoesNotContain("no iteration was made", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void VariationalModel_IsReportedOnFewRows()
    {
        string[] lines = File.ReadAllLines(Workspace.Sample("three-gaussians.csv"));
        string few = at.Write("few.csv", string.Join('\n', lines.Take(21)));
        string two = at.Write("two.csv", string.Join('\n', lines.Take(3)));
        Assert.Equal(0, Workspace.Run("fit", few, "-k", "20", "--label", "label", "--method", "variational", "--output", at["model.json"], "--quiet").Code);
        Assert.Equal(0, Workspace.Run("report", at["model.json"], two, "--label", "label", "-o", at["report.html"]).Code);
        Assert.DoesNotContain("of 0 components", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void BoundThatFalls_IsNotSaidToRise()
    {
        string[] fit = ["fit", Workspace.Iris, "--label", "label", "-k", "3", "--no-acceleration", "--no-moves", "--restarts", "1", "--report", at["report.html"], "--force", "--quiet"];
        Workspace.Run([.. fit, "--regularization", "1"]);
        Assert.DoesNotContain("never falls", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
        Workspace.Run(fit);
        Assert.Contains("never falls", File.ReadAllText(at["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void WeightlessRows_AreInNoAgreement()
    {
        string[] lines = File.ReadAllLines(Workspace.Iris);
        string weighted = at.Write("weighted.csv", string.Join('\n', lines.Select(static (line, i) => line + (i == 0 ? ",w" : i % 3 == 0 ? ",0" : ",1"))));
        string kept = at.Write("kept.csv", string.Join('\n', lines.Where(static (_, i) => i == 0 || i % 3 != 0)));
        Assert.Equal(0, Workspace.Run("fit", Workspace.Iris, "-k", "3", "--label", "label", "--output", at["model.json"], "--quiet").Code);
        string Agreement(string data, params string[] more) => Workspace.Run(["predict", at["model.json"], data, "--label", "label", "--summary", .. more]).Output.Split("Rows by")[1];
        Assert.Equal(Agreement(kept), Agreement(weighted, "--weights", "w"));
    }

    [Theory]
    [InlineData("report")]
    [InlineData("fit")]
    [InlineData("select")]
    public void ExistingReport_IsKeptUnlessForced(string command)
    {
        string path = at.Write("report.html", "mine");
        string[] args = command switch
        {
            "report" => ["report", at.FaithfulModel(), Workspace.Faithful, "-o", path],
            "fit" => ["fit", Workspace.Faithful, "-k", "2", "--report", path],
            _ => ["select", Workspace.Faithful, "-k", "1:2", "--report", path],
        };
        Workspace.Run(args).IsBadInput(path, "exists", "--force", command is "report" ? "--output" : "--report");
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(0, Workspace.Run([.. args, "--force"]).Code);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void UnwritableReport_IsFoundBeforeTheDataAreRead() =>
        Workspace.Run("fit", at["none.csv"], "-k", "2", "--report", at["no/such/report.html"]).IsBadInput("report.html", "folder does not exist", "--report");

    [Fact]
    public void WhereTheReportGoes_MustBeSaid() => Workspace.Run("report", at.FaithfulModel(), Workspace.Faithful).IsBadInput("--output FILE");

    [Theory]
    [InlineData("eruptions")]
    [InlineData("eruptions,eruptions")]
    [InlineData("eruptions,height")]
    [InlineData("0,1")]
    [InlineData("1,3")]
    [InlineData("1,2,1")]
    public void FeaturesThatAreNotTwo_AreRefused(string features)
    {
        Workspace.Run("report", at.FaithfulModel(), Workspace.Faithful, "-o", at["report.html"], "--features", features).IsBadInput($"'{features}'", "eruptions, waiting");
        Assert.False(File.Exists(at["report.html"]));
    }

    [Theory]
    [InlineData("waiting,eruptions")]
    [InlineData("2,1")]
    public void Features_AreDrawnInTheOrderAskedFor(string features)
    {
        Assert.Equal(0, Workspace.Run("report", at.FaithfulModel(), Workspace.Faithful, "-o", at["report.html"], "--features", features).Code);
        string page = File.ReadAllText(at["report.html"]);
        int from = page.IndexOf("id=\"chart-scatter\">", StringComparison.Ordinal) + "id=\"chart-scatter\">".Length;
        var encoding = JsonNode.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)])!["layer"]![0]!["encoding"]!;
        Assert.Equal("waiting", (string)encoding["x"]!["title"]!);
        Assert.Equal("eruptions", (string)encoding["y"]!["title"]!);
    }

    [Fact]
    public void InterruptedReport_LeavesNoFile()
    {
        string model = at.FaithfulModel();
        using var interrupted = new CancellationTokenSource();
        interrupted.Cancel();
        var run = Workspace.RunWith(string.Empty, interrupted.Token, "report", model, Workspace.Faithful, "-o", at["report.html"]);
        Assert.Equal(130, run.Code);
        Assert.False(File.Exists(at["report.html"]));
    }

    [Fact]
    public void StandardizedPath_IsInTheDatasUnits()
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--standardize", "--keep-path", "--output", at["model.json"], "--quiet").Code);
        var model = JsonNode.Parse(File.ReadAllText(at["model.json"]))!;
        var path = model["fit"]!["path"]!.AsArray();
        Assert.Equal(model["fit"]!["trace"]!.AsArray().Count, path.Count);
        foreach (string part in new[] { "weights", "means", "covariances" })
        {
            Assert.Equal(model[part]!.ToJsonString(), path[path.Count - 1]![part]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("em")]
    [InlineData("variational")]
    public void SelectKeepsThePathToo(string method)
    {
        Assert.Equal(0, Workspace.Run("select", Workspace.Faithful, "-k", "1:3", "--method", method, "--keep-path", "--output", at["model.json"], "--quiet").Code);
        var model = JsonNode.Parse(File.ReadAllText(at["model.json"]))!;
        Assert.Equal(model["fit"]!["trace"]!.AsArray().Count, model["fit"]!["path"]!.AsArray().Count);
        var path = model["fit"]!["path"]!.AsArray();
        Assert.Equal(model["means"]!.ToJsonString(), path[path.Count - 1]!["means"]!.ToJsonString());
    }

    [Fact]
    public void PathIsKept_OnlyWhenAsked() => Assert.Null(JsonNode.Parse(File.ReadAllText(at.FaithfulModel()))!["fit"]!["path"]);

    [Fact]
    public void Terminal_SeesBars()
    {
        string drawn = Workspace.Drawn("inspect", at.FaithfulModel());
        Assert.Contains("Weights of the components", drawn, StringComparison.Ordinal);
        Assert.Contains("█ 0.6441", drawn, StringComparison.Ordinal);
        Assert.Contains("█ 0.3559", drawn, StringComparison.Ordinal);
        drawn = Workspace.Drawn("select", Workspace.Faithful, "-k", "1:3", "--covariance", "full,tied");
        Assert.Contains("BIC above the chosen", drawn, StringComparison.Ordinal);
        Assert.Matches(@"K 3 EEE[\s█]+0\.000", drawn);
        drawn = Workspace.Drawn("select", Workspace.Faithful, "-k", "1:3", "--method", "variational");
        Assert.Matches(@"K 2[\s█]+0\.000", drawn);
        Assert.Contains("0.000", Workspace.Drawn("select", Workspace.Faithful, "-k", "2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect", "--format", "json")]
    [InlineData("select", "--format", "json")]
    [InlineData("select", "--quiet")]
    public void Terminal_SeesNoBarsBesideJson(string command, params string[] options)
    {
        string what = command is "inspect" ? at.FaithfulModel() : Workspace.Faithful;
        Assert.Empty(Workspace.Drawn([command, what, .. command is "select" ? new[] { "-k", "1:2" } : [], .. options]));
    }
}
