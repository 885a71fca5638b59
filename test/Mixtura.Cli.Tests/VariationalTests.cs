using System.Globalization;
using System.Text.Json;
using Mixtura.Bayesian;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Storage;

namespace Mixtura.Cli.Tests;

/// <summary><c>--method variational</c> as a user meets it.</summary>
public sealed class VariationalTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void Fit_WritesAFileThatPredicts()
    {
        var run = Workspace.Run("fit", Workspace.Faithful, "-k", "6", "--method", "variational", "--weight-concentration", "0.001", "--output", at["v.json"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("lower bound", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 6 active", run.Output, StringComparison.Ordinal);
        using var file = JsonDocument.Parse(File.ReadAllText(at["v.json"]));
        var root = file.RootElement;
        Assert.Equal("mixtura.variational-gaussian-mixture", root.GetProperty("format").GetString());
        Assert.Equal(6, root.GetProperty("posterior").GetProperty("scaleMatrices").GetArrayLength());
        Assert.Equal(0.001, root.GetProperty("prior").GetProperty("weightConcentration").GetDouble());
        Assert.Equal("variational", root.GetProperty("fit").GetProperty("method").GetString());
        var terms = root.GetProperty("fit").GetProperty("boundTerms");
        double sum = terms.GetProperty("logData").GetDouble() + terms.GetProperty("logAssignments").GetDouble() + terms.GetProperty("logWeights").GetDouble() + terms.GetProperty("logParameters").GetDouble()
            - terms.GetProperty("logAssignmentPosterior").GetDouble() - terms.GetProperty("logWeightPosterior").GetDouble() - terms.GetProperty("logParameterPosterior").GetDouble();
        Assert.Equal(root.GetProperty("fit").GetProperty("lowerBound").GetDouble(), sum, 1e-6);
        Assert.Equal(0, Workspace.Run("predict", at["v.json"], Workspace.Faithful).Code);
        Assert.Equal(0, Workspace.Run("inspect", at["v.json"]).Code);
    }

    /// <summary>The commands over the file do what the library does with the mixture itself: q(z), the predictive density, its draws.</summary>
    [Fact]
    public void PredictScoreSample_AreOfTheVariationalMixture()
    {
        var model = Fit("dirichlet-process", out var fit);
        var rows = RowMatrix.Copy([.. File.ReadLines(Workspace.Faithful).Skip(1).Select(static line => Array.ConvertAll(line.Split(','), Number))]);
        double[][] predicted = Table(Workspace.Run("predict", at["v.json"], Workspace.Faithful, "--responsibilities"));
        var responsibilities = model.Responsibilities(rows);
        Assert.Equal(rows.Rows, predicted.Length);
        Assert.All(predicted.Index(), one => Assert.Equal(responsibilities.Row(one.Index).ToArray(), one.Item[1..]));

        double[] densities = model.LogDensity(rows);
        Assert.Equal(densities, Table(Workspace.Run("score", at["v.json"], Workspace.Faithful)).Select(static row => row[0]));
        Assert.NotEqual(densities, model.ToGaussianMixture().LogDensity(rows));
        Assert.Equal(fit.GetProperty("logLikelihood").GetDouble(), densities.Sum(), 1e-9);

        var draws = model.Sample(40, 7, out int[] labels);
        double[][] drawn = Table(Workspace.Run("sample", at["v.json"], "-n", "40", "--seed", "7", "--labels"));
        Assert.All(drawn.Index(), one => Assert.Equal([.. draws.Row(one.Index), labels[one.Index]], one.Item));
    }

    /// <summary>What is integrated out is at no maximum: there is no AIC, BIC or ICL to tell.</summary>
    [Fact]
    public void Criteria_AreNull()
    {
        Fit("dirichlet", out var fit);
        using var summary = JsonDocument.Parse(Workspace.Run("score", at["v.json"], Workspace.Faithful, "--summary").Output);
        foreach (string name in (string[])["aic", "bic", "icl"])
        {
            Assert.Equal(JsonValueKind.Null, fit.GetProperty(name).ValueKind);
            Assert.Equal(JsonValueKind.Null, summary.RootElement.GetProperty(name).ValueKind);
        }

        Assert.Equal(fit.GetProperty("logLikelihood").GetDouble(), summary.RootElement.GetProperty("total").GetDouble());
        Assert.Contains("AIC, BIC, ICL    none", Workspace.Run("score", at["v.json"], Workspace.Faithful, "--summary", "--format", "text").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("BIC", Workspace.Run("inspect", at["v.json"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_GivesTheFileAgainAndShowsWhatIsNotEmpty()
    {
        var model = Fit("dirichlet", out _);
        Assert.Equal(File.ReadAllText(at["v.json"]).TrimEnd(), Workspace.Run("inspect", at["v.json"], "--format", "json").Output.TrimEnd());
        string text = Workspace.Run("inspect", at["v.json"]).Output;
        Assert.StartsWith("Variational Gaussian mixture of 4 components over 2 features, full covariances", text, StringComparison.Ordinal);
        Assert.Contains($"{4 - model.ActiveComponents.Count} that hold at most one row left out", text, StringComparison.Ordinal);
        Assert.Contains("lower bound", text, StringComparison.Ordinal);
        Assert.Contains("Correlations in component 1", text, StringComparison.Ordinal);
    }

    /// <summary>The file starts a fit as the Gaussian mixture of its expected parameters does.</summary>
    [Fact]
    public void InitFile_StartsFromTheExpectedParameters()
    {
        var model = Fit("dirichlet", out _);
        using (var stream = File.Create(at["plain.json"]))
        {
            ModelFile.Save(model.ToGaussianMixture(), stream);
        }

        string[] Steps(string file) => ["fit", Workspace.Faithful, "-k", "4", "--init", "file:" + at[file], "--no-acceleration", "--tolerance", "0", "--max-iterations", "2", "--format", "json"];
        var run = Workspace.Run(Steps("v.json"));
        Assert.Equal("mixtura.gaussian-mixture", JsonDocument.Parse(run.Output).RootElement.GetProperty("format").GetString());
        Assert.Equal(Workspace.Run(Steps("plain.json")).Output, run.Output);
    }

    [Fact]
    public void Report_IsOfTheVariationalMixture()
    {
        Fit("dirichlet-process", out _);
        Assert.Equal(0, Workspace.Run("report", at["v.json"], Workspace.Faithful, "-o", at["r.html"]).Code);
        string page = File.ReadAllText(at["r.html"]);
        Assert.Contains("<h1>Variational Gaussian mixture of 2 components</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Log predictive density", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<dt>BIC</dt>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedFile_IsBadInput()
    {
        Fit("dirichlet", out _);
        string broken = at.Write("broken.json", File.ReadAllText(at["v.json"]).Replace("\"meanPrecision\": [", "\"meanPrecision\": [-", StringComparison.Ordinal));
        Workspace.Run("predict", broken, Workspace.Faithful).IsBadInput("broken.json: 'posterior.meanPrecision[0]' is -", "Give a number above 0.");
    }

    [Fact]
    public void Progress_IsShownOnATerminal()
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        string[] args = ["fit", Workspace.Sample("three-gaussians.csv"), "-k", "12", "--label", "label", "--method", "variational", "--restarts", "400"];
        Assert.Equal(0, MixturaCommand.Run(args, new CommandStreams(Stream.Null, output, error) { ErrorIsTerminal = true }));
        Assert.Contains("nats per row", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Select_FindsTheMaximumOfTheBound()
    {
        var run = Workspace.Run("select", Workspace.Faithful, "-k", "1:4", "--method", "variational", "--format", "json");
        Assert.Equal(0, run.Code);
        using var table = JsonDocument.Parse(run.Output);
        int best = table.RootElement.GetProperty("best").GetInt32();
        Assert.Equal(2, table.RootElement.GetProperty("candidates")[best].GetProperty("components").GetInt32());
        Assert.Contains("highest at 2 components", Workspace.Run("select", Workspace.Faithful, "-k", "1:4", "--method", "variational").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--regularization", "1", "belong to --method em")]
    [InlineData("--covariance", "VEV", "no VEV covariances")]
    [InlineData("--weight-concentration", "0", "--weight-concentration is 0")]
    [InlineData("--degrees-of-freedom", "0.5", "degrees of freedom are 0.5")]
    public void WhatDoesNotGoWithIt_IsSaid(string option, string value, string part) =>
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--method", "variational", option, value).IsBadInput(part);

    private VariationalGaussianMixture Fit(string weightPrior, out JsonElement fit)
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "4", "--method", "variational", "--weight-prior", weightPrior, "--weight-concentration", "0.1", "-q", "-o", at["v.json"]).Code);
        using var file = JsonDocument.Parse(File.ReadAllText(at["v.json"]));
        fit = file.RootElement.GetProperty("fit").Clone();
        using var stream = File.OpenRead(at["v.json"]);
        return Assert.IsType<VariationalGaussianMixture>(ModelFile.Load(stream).Model);
    }

    private static double[][] Table(Outcome run)
    {
        Assert.Equal(0, run.Code);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => Array.ConvertAll(line.Split(','), Number))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
