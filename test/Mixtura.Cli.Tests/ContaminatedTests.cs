using System.Globalization;
using System.Text.Json;

namespace Mixtura.Cli.Tests;

/// <summary>Contaminated components: what fit counts, predict names.</summary>
public sealed class ContaminatedTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void FitCountsTheBadRows_AndPredictNamesThem()
    {
        var run = Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--family", "Contaminated", "-o", at["model.json"]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("Contaminated Gaussian mixture of 2 components, full covariances of good rows", run.Output, StringComparison.Ordinal);
        Assert.Contains("good share", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(at["model.json"]));
        Assert.Equal("mixtura.contaminated-gaussian-mixture", json.RootElement.GetProperty("format").GetString());
        double bad = json.RootElement.GetProperty("fit").GetProperty("badRows").GetDouble();
        Assert.Equal(bad / 272, json.RootElement.GetProperty("fit").GetProperty("badShare").GetDouble());
        string counted = string.Create(CultureInfo.InvariantCulture, $"bad rows        {bad}, ");
        Assert.Contains(counted, run.Output, StringComparison.Ordinal);
        Assert.Contains(counted, Workspace.Run("inspect", at["model.json"]).Output, StringComparison.Ordinal);

        string[] lines = Workspace.Run("predict", at["model.json"], Workspace.Faithful).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("component,probability,good_probability", lines[0]);
        Assert.Equal(bad, lines.Skip(1).Count(static line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture) < 0.5));
        Assert.StartsWith("component,p0,p1,good_probability\n", Workspace.Run("predict", at["model.json"], Workspace.Faithful, "--responsibilities").Output, StringComparison.Ordinal);
        string[] summary = Workspace.Run("predict", at["model.json"], Workspace.Faithful, "--summary").Lines;
        int column = Array.IndexOf(Cells(summary[1]), "bad rows");
        Assert.Equal(bad, summary[2..4].Sum(line => double.Parse(Cells(line)[column], CultureInfo.InvariantCulture)));
        static string[] Cells(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    [Fact]
    public void KnownClasses_StandAfterIt()
    {
        string labelled = at.Write("labelled.csv", string.Concat(File.ReadLines(Workspace.Faithful).Select(static (line, i) => $"{line},{(i == 0 ? "known" : i % 9 == 0 ? (line[0] < '3' ? "short" : "long") : string.Empty)}\n")));
        var run = Workspace.Run("fit", labelled, "--known-labels", "known", "--family", "contaminated", "-o", at["model.json"]);
        Assert.True(run.Code == 0, run.Error);
        var lines = Workspace.Run("predict", at["model.json"], Workspace.Faithful).Output.Split('\n');
        Assert.EndsWith("probability,good_probability,class,class_probability", lines[0], StringComparison.Ordinal);
        Assert.Contains("long", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Page_TellsTheBadRows()
    {
        var run = Workspace.Run("fit", Workspace.Sample("faithful-noise.csv"), "--label", "label", "-k", "2", "--family", "contaminated", "--report", at["page.html"]);
        string bad = run.Lines.Single(static line => line.StartsWith("  bad rows", StringComparison.Ordinal)).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)[2];
        string page = File.ReadAllText(at["page.html"]);
        Assert.Contains($"<dt>Bad rows</dt><dd>{bad}<small>", page, StringComparison.Ordinal);
        Assert.Contains("Contaminated Gaussian components, full covariances of good rows", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">good share</th><th scope=\"col\">inflation</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelIsAStart_OfItsOwnFamily()
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--family", "contaminated", "--covariance", "tied", "-o", at["model.json"]).Code);
        Workspace.Run("fit", Workspace.Faithful, "--init", $"file:{at["model.json"]}").IsBadInput("Say --family contaminated,");
        Assert.Contains("tied covariances of good rows", Workspace.Run("fit", Workspace.Faithful, "--init", $"file:{at["model.json"]}", "--family", "contaminated").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersBesideCategories_MayBeContaminated()
    {
        string data = at.Write("mixed.csv", string.Concat(File.ReadLines(Workspace.Faithful).Select(static (line, i) => $"{line},{(i == 0 ? "kind" : i % 3 == 0 ? "a" : "b")}\n")));
        var run = Workspace.Run("fit", data, "-k", "2", "--family", "contaminated", "--categorical", "kind", "-o", at["model.json"]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("contaminated Gaussian numbers with full covariances of good rows", run.Output, StringComparison.Ordinal);
        Assert.Contains("contaminated Gaussian numbers", Workspace.Run("fit", data, "--init", $"file:{at["model.json"]}").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--regularization", "1")]
    [InlineData("--prior", "conjugate")]
    [InlineData("--method", "variational")]
    public void OptionsOfGaussians_AreRefused(string option, string value) =>
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--family", "contaminated", option, value).IsBadInput("--family contaminated");

    [Fact]
    public void Select_RanksStructures()
    {
        var run = Workspace.Run("select", Workspace.Faithful, "--family", "contaminated", "-k", "1:2", "--covariance", "full,tied", "--table", at["table.json"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("Contaminated Gaussian mixtures by BIC", run.Output, StringComparison.Ordinal);
        Assert.Contains("contaminated-gaussian", File.ReadAllText(at["table.json"]), StringComparison.Ordinal);
    }
}
