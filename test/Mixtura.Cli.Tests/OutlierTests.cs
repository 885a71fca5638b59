using System.Globalization;

namespace Mixtura.Cli.Tests;

public sealed class OutlierTests : IDisposable
{
    private readonly Workspace at = new();

    [Fact]
    public void EveryRow_HasItsTailProbability()
    {
        var run = Workspace.Run("score", at.FaithfulModel(), Workspace.Faithful, "--tail-probability", "--draws", "20000");
        Assert.Equal(0, run.Code);
        Assert.Equal("log_density,tail_probability", run.Lines[0]);
        Assert.Equal(273, run.Lines.Length);
        var rows = run.Lines[1..].Select(static line => line.Split(',').Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()).ToArray();

        // the lower the density, the lower the tail probability
        var byDensity = rows.OrderBy(static row => row[0]).Select(static row => row[1]).ToArray();
        Assert.Equal(byDensity.Order(), byDensity);
        Assert.InRange(rows.Average(static row => row[1]), 0.45, 0.55);

        // √(0.001 · 0.999 / 20000)
        Assert.Contains("from 20000 draws, standard error 2.2e-4 at 0.001", run.Error, StringComparison.Ordinal);
    }

    /// <remarks>Of one Gaussian the probability is known without draws, however small.</remarks>
    [Fact]
    public void OneGaussian_HasSmallProbabilities()
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "1", "-o", at["one.json"]).Code);
        var run = Workspace.Run("score", at["one.json"], at.Write("far.csv", "eruptions,waiting\n3,70\n3,700\n"), "--outliers", "1e-12");
        Assert.Equal(0, run.Code);
        Assert.Equal(2, run.Lines.Length);
    }

    [Theory]
    [InlineData("--tail-probability")]
    [InlineData("--outliers", "0.2")]
    public void AnyNumberOfThreads_WritesTheSameBytes(params string[] asked)
    {
        string data = at["rows.csv"];
        string model = at.FaithfulModel();
        Assert.Equal(0, Workspace.Run("sample", model, "-n", "60000", "-o", data).Code);

        // every seventh row has a gap
        File.WriteAllLines(data, File.ReadAllLines(data).Select(static (line, i) => i % 7 == 1 ? line[..(line.IndexOf(',', StringComparison.Ordinal) + 1)] : line));
        string[] command = ["score", model, data, .. asked, "--draws", "2000"];
        var one = Workspace.Run([.. command, "--threads", "1"]);
        var five = Workspace.Run([.. command, "--threads", "5"]);
        Assert.Equal((0, one.Output, one.Error), (five.Code, five.Output, five.Error));
    }

    /// <summary>Rows that noise takes are the outliers: their tail is that of the components alone.</summary>
    [Fact]
    public void NoiseRows_AreFound()
    {
        string model = at.Write("noisy.json", """
            {"format": "mixtura.gaussian-mixture", "version": 1, "features": ["a", "b"], "weights": [0.9], "noise": {"weight": 0.1, "volume": 400, "lower": [-10, -10], "upper": [10, 10]}, "means": [[0, 0]], "covariances": [[[1, 0], [0, 1]]], "covarianceStructure": "full"}
            """);
        string data = at.Write("rows.csv", "a,b\n0,0\n6,0\n1,1\n");
        var run = Workspace.Run("score", model, data, "--outliers", "0.01");
        Assert.Equal(0, run.Code);
        string[] row = Assert.Single(run.Lines.Skip(1)).Split(',');
        Assert.Equal("2", row[0]);

        // of one Gaussian of two features e^(−36/2); the density is that of the model, noise and all
        Assert.Equal(Math.Exp(-18), double.Parse(row[2], CultureInfo.InvariantCulture), 1e-15);
        Assert.Equal(Math.Log((0.1 / 400) + (0.9 * Math.Exp(-18) / (2 * Math.PI))), double.Parse(row[1], CultureInfo.InvariantCulture), 1e-12);
        Assert.Contains("under the components alone", run.Error, StringComparison.Ordinal);
        Assert.Contains("those of the components alone: noise is left out", Workspace.Run("score", model, data, "--tail-probability").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_ChangeNothing()
    {
        string model = at.FaithfulModel();
        string data = at.Write("weighted.csv", "eruptions,waiting,w\n2,55,5\n2,90,3\n4.5,80,0\n");
        var weighted = Workspace.Run("score", model, data, "--weights", "w", "--outliers", "0.01", "--draws", "5000");
        var plain = Workspace.Run("score", model, data, "--ignore", "w", "--outliers", "0.01", "--draws", "5000");
        Assert.Equal((0, plain.Output), (weighted.Code, weighted.Output));
        Assert.Contains("1 of 3 rows has a tail probability below 0.01", weighted.Error, StringComparison.Ordinal);
        Assert.Contains("about 0.03.", weighted.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void PlantedRow_IsListedWithItsReason()
    {
        // independent features of deviations 1 and 10: the second is 5 deviations off, and e^(−(1 + 25)/2) is the tail
        string model = at.Write("one.json", """
            { "format": "mixtura.gaussian-mixture", "version": 1, "features": ["a", "b"], "covarianceStructure": "full", "weights": [1], "means": [[0, 3]], "covariances": [[[1, 0], [0, 100]]] }
            """);
        string data = at.Write("rows.csv", "id,a,b\n007,0.5,1\n008,1,-47\n009,-1,9\n");
        var run = Workspace.Run("score", model, data, "--ignore", "id", "--outliers", "0.001", "--keep", "id");
        Assert.Equal(0, run.Code);
        Assert.Equal("id,row,log_density,tail_probability,feature,expected,deviations", run.Lines[0]);
        string[] found = Assert.Single(run.Lines[1..]).Split(',');
        Assert.Equal(["008", "2"], found[..2]);
        Assert.Equal(Math.Exp(-13), double.Parse(found[3], CultureInfo.InvariantCulture), 15);
        Assert.Equal(["b", "3", "5"], found[4..]);
        Assert.Contains("1 of 3 rows has a tail probability below 0.001 (exact)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RareLevel_IsAReason()
    {
        string data = at.Write("levels.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 200).Select(static i => i % 2 == 0 ? "x,u\n" : "y,v\n")) + "x,w\n");
        Assert.Equal(0, Workspace.Run("fit", data, "-k", "2", "--categorical", "auto", "--output", at["levels.json"], "--quiet").Code);
        var run = Workspace.Run("score", at["levels.json"], data, "--outliers", "0.01", "--draws", "20000");
        string[] found = Assert.Single(run.Lines[1..]).Split(',');
        Assert.Equal("201", found[0]);
        Assert.Equal("b", found[3]);
        Assert.Equal("NaN", found[4]);

        // a conditional probability of about 1/101
        Assert.InRange(double.Parse(found[5], CultureInfo.InvariantCulture), 2.9, 3.2);
    }

    [Fact]
    public void WhatDoesNotGo_IsSaid()
    {
        string model = at.FaithfulModel();
        Workspace.Run("score", model, Workspace.Faithful, "--outliers", "2").IsBadInput("--outliers is '2'", "between 0 and 1");
        Workspace.Run("score", model, Workspace.Faithful, "--outliers", "0.1", "--summary").IsBadInput("--summary");
        Workspace.Run("score", model, Workspace.Faithful, "--outliers", "0.0009", "--draws", "1000").IsBadInput("--outliers is 0.0009, and 1000 draws tell no probability below 0.000999", "Give more with --draws, 111112 say");
        Assert.Equal(0, Workspace.Run("score", model, Workspace.Faithful, "--outliers", "0.0011", "--draws", "1000").Code);
        Workspace.Run("score", model, Workspace.Faithful, "--draws", "10").IsBadInput("--tail-probability");
    }

    public void Dispose() => at.Dispose();
}
