using System.Text.Json;

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
}
