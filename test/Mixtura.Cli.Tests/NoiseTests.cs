using System.Globalization;
using System.Text.Json;

namespace Mixtura.Cli.Tests;

public sealed class NoiseTests : IDisposable
{
    private readonly Workspace at = new();

    private static string Noisy => Workspace.Sample("faithful-noise.csv");

    public void Dispose() => at.Dispose();

    [Fact]
    public void Fit_WritesTheNoiseAndPredictFollowsIt()
    {
        string model = at["noisy.json"];
        var fit = Workspace.Run("fit", Noisy, "--label", "label", "-k", "2", "--noise", "--output", model);
        Assert.Equal(0, fit.Code);
        Assert.Contains("2 components and noise", fit.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(model));
        var noise = json.RootElement.GetProperty("noise");
        double weights = json.RootElement.GetProperty("weights").EnumerateArray().Sum(static weight => weight.GetDouble());
        Assert.Equal(1, weights + noise.GetProperty("weight").GetDouble(), 1e-12);

        // 1/Vinv of mclust's hypvol
        Assert.Equal(1 / 0.0038600984975411053, noise.GetProperty("volume").GetDouble(), 1e-9);
        var all = Workspace.Run("predict", model, Noisy, "--ignore", "label", "--responsibilities").Lines;
        var best = Workspace.Run("predict", model, Noisy, "--ignore", "label").Lines;
        Assert.Equal("component,p0,p1,noise", all[0]);
        int rows = 0;
        for (int i = 1; i <= 352; i++)
        {
            double[] own = [.. all[i].Split(',').Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal(1, own[1..].Sum(), 1e-12);
            int largest = Array.IndexOf(own, own[1..].Max(), 1);
            Assert.Equal(largest == 3 ? -1 : largest - 1, (int)own[0]);
            Assert.Equal(own[largest], double.Parse(best[i].Split(',')[1], CultureInfo.InvariantCulture), 1e-15);
            rows += own[0] < 0 ? 1 : 0;
        }

        Assert.InRange(rows, 40, 80);
        Assert.Contains("noise (-1)", Workspace.Run("predict", model, Noisy, "--ignore", "label", "--summary").Output, StringComparison.Ordinal);
        Assert.Contains(",-1", Workspace.Run("sample", model, "-n", "50", "--labels").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void StepsFromAFile_GoOnWithItsNoise()
    {
        string model = at["noisy.json"];
        Assert.Equal(0, Workspace.Run("fit", Noisy, "--label", "label", "-k", "2", "--noise", "--output", model, "--quiet").Code);
        var steps = Workspace.Run("fit", Noisy, "--label", "label", "--init", "file:" + model, "--no-acceleration", "--tolerance", "0", "--max-iterations", "2", "--format", "json");
        using var before = JsonDocument.Parse(File.ReadAllText(model));
        using var after = JsonDocument.Parse(steps.Output);
        Assert.Equal(
            before.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), after.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), 1e-5);
        Assert.Equal(before.RootElement.GetProperty("noise").GetProperty("volume").GetDouble(), after.RootElement.GetProperty("noise").GetProperty("volume").GetDouble(), 1e-12);
    }

    [Fact]
    public void Report_ShowsTheNoiseInItsPlaces()
    {
        string page = at["noisy.html"];
        Assert.Equal(0, Workspace.Run("fit", Noisy, "--label", "label", "-k", "2", "--noise", "--quiet", "--output", at["noisy.json"], "--report", page).Code);
        string html = File.ReadAllText(page);
        using var json = JsonDocument.Parse(File.ReadAllText(at["noisy.json"]));
        double weight = json.RootElement.GetProperty("noise").GetProperty("weight").GetDouble();
        string share = (100 * weight).ToString("F1", CultureInfo.InvariantCulture);
        Assert.Contains("Gaussian mixture of 2 components and noise", html, StringComparison.Ordinal);
        Assert.Contains($"noise, {share} %", html, StringComparison.Ordinal);

        // effective rows of the noise are its weight's share of the rows, and the rows that predict calls noise are told beside
        string row = html[html.IndexOf(">noise</th>", StringComparison.Ordinal)..];
        row = row[..row.IndexOf("</tr>", StringComparison.Ordinal)];
        Assert.Contains((352 * weight).ToString("N1", CultureInfo.InvariantCulture), row, StringComparison.Ordinal);
        int predicted = Workspace.Run("predict", at["noisy.json"], Noisy, "--ignore", "label").Lines.Count(static line => line.StartsWith("-1,", StringComparison.Ordinal));
        Assert.Contains($">{predicted}<", row, StringComparison.Ordinal);
        Assert.Contains("\"k\":\"noise\"", html, StringComparison.Ordinal);
        Assert.Contains("what is unusual", html, StringComparison.Ordinal);
    }

    [Fact]
    public void PictureOfOneFeature_HasTheNoiseInTheMixturesLine()
    {
        string page = at["one.html"];
        var values = Enumerable.Range(0, 200).Select(static i => 50 + Math.Sin(7.1 * i) + Math.Cos(3.3 * i)).Concat(Enumerable.Range(0, 50).Select(static i => 2.0 * i));
        string data = at.Write("one.csv", "x\n" + string.Join('\n', values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n");
        Assert.Equal(0, Workspace.Run("fit", data, "-k", "1", "--noise", "--quiet", "--report", page).Code);
        string html = File.ReadAllText(page);
        Assert.Contains(">noise</td>", html, StringComparison.Ordinal);
        int row = html.IndexOf("\"k\":-1,\"drawn\":false", StringComparison.Ordinal);
        Assert.True(row > 0);
        string shares = html[(html.IndexOf("\"y\":[", row, StringComparison.Ordinal) + 5)..];
        double[] own = [.. shares[..shares.IndexOf(']', StringComparison.Ordinal)].Split(',').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];

        // π₀/V at every place, a fifth over 98
        Assert.Equal(own.Min(), own.Max(), 1e-4 * own.Max());
        Assert.InRange(98 * own[0], 0.15, 0.25);
    }

    [Fact]
    public void VolumeBeyondNumbers_IsToldByItsLogarithm()
    {
        string[] lines = [string.Join(',', Enumerable.Range(0, 150).Select(static j => $"x{j}")), .. Enumerable.Range(0, 30).Select(static i =>
            string.Join(',', Enumerable.Range(0, 150).Select(j => (1000 * Math.Sin((i * 7.1) + (j * j * 0.37))).ToString("R", CultureInfo.InvariantCulture))))];
        var fit = Workspace.Run("fit", at.Write("wide.csv", string.Join('\n', lines) + "\n"), "-k", "1", "--covariance", "spherical", "--noise");
        Assert.Contains("uniform over a volume of e^", fit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void VolumeAskedFor_GoesBeforeThatOfTheStart()
    {
        string model = at["noisy.json"];
        Assert.Equal(0, Workspace.Run("fit", Noisy, "--label", "label", "-k", "2", "--noise", "--output", model, "--quiet").Code);
        var fit = Workspace.Run("fit", Noisy, "--label", "label", "--init", "file:" + model, "--noise", "--noise-volume", "1000", "--format", "json");
        using var json = JsonDocument.Parse(fit.Output);
        Assert.Equal(1000, json.RootElement.GetProperty("noise").GetProperty("volume").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("--noise-volume is an option of --noise", "--noise-volume", "5")]
    [InlineData("--noise does not go with --online", "--noise", "--online")]
    [InlineData("--standardize does not go with --noise", "--noise", "--standardize")]
    [InlineData("--noise does not go with --method variational", "--noise", "--method", "variational")]
    public void WhatDoesNotGoTogether_IsSaid(string message, params string[] options) => Workspace.Run(["fit", Workspace.Faithful, "-k", "2", .. options]).IsBadInput(message);

    [Fact]
    public void VolumeOfNothing_IsRefused() => Assert.Contains("--noise-volume is '0'", Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--noise", "--noise-volume", "0").Error, StringComparison.Ordinal);

    [Fact]
    public void Export_SaysThatOthersHaveNoNoise()
    {
        string model = at["noisy.json"];
        Assert.Equal(0, Workspace.Run("fit", Noisy, "--label", "label", "-k", "2", "--noise", "--output", model, "--quiet").Code);
        Workspace.Run("export", model, "--to", "scikit-learn", "--output", at["x.npz"]).IsBadInput("no mixtures with noise");
        Workspace.Run("export", model, "--to", "onnx", "--output", at["x.onnx"]).IsBadInput("noise cannot be written as ONNX");
    }
}
