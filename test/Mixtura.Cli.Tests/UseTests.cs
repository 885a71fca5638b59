using System.Globalization;
using System.Text.Json;
using Mixtura.Data;
using Mixtura.Storage;

namespace Mixtura.Cli.Tests;

public sealed class UseTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void Predict_WritesALineARowThatMatchesTheLibrary()
    {
        string path = at.FaithfulModel();
        var model = Load(path);
        var rows = Faithful();
        int[] expected = model.Predict(rows);
        var responsibilities = model.Responsibilities(rows);
        var lines = Workspace.Run("predict", path, Workspace.Faithful).Lines;
        var all = Workspace.Run("predict", path, Workspace.Faithful, "--responsibilities").Lines;
        Assert.Equal("component,probability", lines[0]);
        Assert.Equal("component,p0,p1", all[0]);
        Assert.Equal(273, lines.Length);
        for (int i = 0; i < 272; i++)
        {
            var invariant = CultureInfo.InvariantCulture;
            Assert.Equal(string.Create(invariant, $"{expected[i]},{responsibilities[i, expected[i]]:R}"), lines[i + 1]);
            Assert.Equal(string.Create(invariant, $"{expected[i]},{responsibilities[i, 0]:R},{responsibilities[i, 1]:R}"), all[i + 1]);
        }
    }

    [Fact]
    public void Score_RoundTripsLogDensitiesAndSumsThemUp()
    {
        string path = at.FaithfulModel();
        var lines = Workspace.Run("score", path, Workspace.Faithful).Lines;
        double[] expected = Load(path).LogDensity(Faithful());
        Assert.Equal("log_density", lines[0]);
        Assert.Equal(expected, lines.Skip(1).Select(static line => double.Parse(line, CultureInfo.InvariantCulture)));
        using var summary = JsonDocument.Parse(Workspace.Run("score", path, Workspace.Faithful, "--summary").Output);
        Assert.Equal(expected.Sum(), summary.RootElement.GetProperty("total").GetDouble(), 1e-8);
        Assert.Equal(272, summary.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(11, summary.RootElement.GetProperty("parameters").GetInt32());
        Assert.Equal(2322.19174, summary.RootElement.GetProperty("bic").GetDouble(), 1e-4);
    }

    [Fact]
    public void Sample_IsWhatTheLibraryDrawsAndCanBeFittedAgain()
    {
        string path = at.FaithfulModel();
        var run = Workspace.Run("sample", path, "-n", "500", "--seed", "3", "--labels");
        Assert.Equal("eruptions,waiting,component", run.Lines[0]);
        var drawn = Load(path).Sample(500, 3, out int[] components);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{drawn[0, 0]:R},{drawn[0, 1]:R},{components[0]}"),
            run.Lines[1]);
        Assert.Equal(run.Output, Workspace.Run("sample", path, "-n", "500", "--seed", "3", "--labels").Output);
        var again = Workspace.RunWith(run.Output, "fit", "-", "-k", "2", "--label", "component");
        Assert.Equal(0, again.Code);
        Assert.Contains("adjusted Rand index", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void SampleWithoutCount_IsAskedForIt() => Workspace.Run("sample", at.FaithfulModel()).IsBadInput("-n N");

    [Fact]
    public void Inspect_ShowsTheModelAndItsJsonPredictsTheSame()
    {
        string path = at.FaithfulModel();
        var text = Workspace.Run("inspect", path).Output;
        Assert.Contains("4.2897 ± 0.4123", text, StringComparison.Ordinal);
        Assert.Contains("Correlations in component 1", text, StringComparison.Ordinal);
        Assert.Contains("converged", text, StringComparison.Ordinal);
        var json = Workspace.Run("inspect", path, "--format", "json").Output;
        Assert.Equal(File.ReadAllText(path), json);
        Assert.Equal(Workspace.Run("predict", path, Workspace.Faithful).Output, Workspace.RunWith(json, "predict", "-", Workspace.Faithful).Output);
    }

    [Fact]
    public void Summary_CountsRowsAndComparesLabels()
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "3", "-q", "-o", at["m.json"]).Code);
        var run = Workspace.Run("predict", at["m.json"], Workspace.Iris, "--label", "label", "--summary");
        Assert.Contains("adjusted Rand index 0.9039", run.Output, StringComparison.Ordinal);
        var rows = Workspace.Run("predict", at["m.json"], Workspace.Iris, "--label", "label");
        Assert.Equal(151, rows.Lines.Length);
        Assert.Contains("adjusted Rand index 0.9039", rows.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_IsTheSameInAFile()
    {
        string path = at.FaithfulModel();
        Assert.Empty(Workspace.Run("predict", path, Workspace.Faithful, "-o", at["p.csv"]).Output);
        Assert.Equal(Workspace.Run("predict", path, Workspace.Faithful).Output, File.ReadAllText(at["p.csv"]));
    }

    [Fact]
    public void ManyFeatures_AreALineAFeature()
    {
        string header = string.Join(',', Enumerable.Range(1, 12).Select(static j => $"f{j}"));
        var rows = Enumerable.Range(1, 200).Select(static i => string.Join(',', Enumerable.Range(1, 12).Select(j => $"{i * i * j % (97 + j)}")));
        string data = at.Write("wide.csv", header + "\n" + string.Join('\n', rows));
        var run = Workspace.Run("fit", data, "-k", "2", "-o", at["m.json"], "--covariance", "tied");
        Assert.Contains("\n  f12 ", run.Output, StringComparison.Ordinal);
        Assert.All(run.Lines, static line => Assert.True(line.Length <= 160));
        Assert.Contains("Strongest correlations in all components", Workspace.Run("inspect", at["m.json"]).Output, StringComparison.Ordinal);
    }

    private static Gaussian.GaussianMixture Load(string path)
    {
        using var stream = File.OpenRead(path);
        return ModelFile.Load(stream).Gaussian;
    }

    private static RowMatrix Faithful() => RowMatrix.Copy([.. File.ReadLines(Workspace.Faithful).Skip(1)
        .Select(static line => line.Split(',').Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())]);
}
