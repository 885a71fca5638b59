using System.Text.Json;

namespace Mixtura.Cli.Tests;

/// <summary>Names for components go with them, whatever becomes of their order.</summary>
public sealed class NameTests : IDisposable
{
    private readonly Workspace at = new();

    private static string Faithful => Workspace.Sample("faithful.csv");

    public void Dispose() => at.Dispose();

    [Fact]
    public void Names_AreInModelTablesPredictionsAndPage()
    {
        string model = at["named.json"];
        var fit = Workspace.Run("fit", Faithful, "-k", "2", "--order", "waiting", "--names", "short,long", "--output", model, "--report", at["page.html"]);
        Assert.Equal(0, fit.Code);
        using var json = JsonDocument.Parse(File.ReadAllText(model));
        Assert.Equal(["short", "long"], json.RootElement.GetProperty("componentNames").EnumerateArray().Select(static name => name.GetString()));
        Assert.Matches("0 +short +0[.]3559", fit.Output);
        Assert.Matches("1 +long +0[.]6441", Workspace.Run("inspect", model).Output);
        string page = File.ReadAllText(at["page.html"]);
        Assert.Contains("component 1, long, 64.4 %", page, StringComparison.Ordinal);

        // the first eruption lasts 3.6 minutes, the second 1.8
        string[] lines = Workspace.Run("predict", model, Faithful).Lines;
        Assert.Equal("component,name,probability", lines[0]);
        Assert.StartsWith("1,long,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("0,short,", lines[2], StringComparison.Ordinal);
        Assert.Equal("component,name,p0,p1", Workspace.Run("predict", model, Faithful, "--responsibilities").Lines[0]);

        string[] drawn = Workspace.Run("sample", model, "-n", "20", "--labels").Lines;
        Assert.Equal("eruptions,waiting,component,name", drawn[0]);
        Assert.All(drawn[1..], static line => Assert.Matches(",(0,short|1,long)$", line));
        Assert.Matches("1 +long +175 ", Workspace.Run("predict", model, Faithful, "--summary").Output);
        Assert.Contains("weight 1 (long)", Workspace.Run("inspect", model, Faithful, "--bootstrap", "3").Output, StringComparison.Ordinal);
        Assert.Contains("Correlations in component 1 (long)", Workspace.Run("inspect", model).Output, StringComparison.Ordinal);
        Assert.Matches("1 +long +0[.]6441", Workspace.Run("compare", model, Faithful, Faithful).Output);

        // by weight the other one comes first, and its name with it
        Assert.Matches("0 +long +0[.]6", Workspace.Run("update", model, Faithful).Output);
        Assert.Matches("0 +short +0[.]3", Workspace.Run("update", model, Faithful, "--order", "none").Output);
        Assert.Matches("0 +long +0[.]6", Workspace.Run("fit", Faithful, "--init", $"file:{model}").Output);
        Assert.Matches("0 +short +0[.]3", Workspace.Run("fit", Faithful, "--init", $"file:{model}", "--order", "none").Output);
        Assert.Matches("0 +few +0[.]3", Workspace.Run("fit", Faithful, "--init", $"file:{model}", "--order", "none", "--names", "few,many").Output);
    }

    [Fact]
    public void Noise_HasNoName()
    {
        string model = at["noisy.json"];
        string noisy = Workspace.Sample("faithful-noise.csv");
        Workspace.Run("fit", noisy, "--label", "label", "-k", "2", "--noise", "--names", "a,b", "--output", model);
        Assert.Contains(Workspace.Run("predict", model, noisy, "--ignore", "label").Lines, static line => line.StartsWith("-1,,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--names: 1 name for 2 components.", "-k", "2", "--names", "a")]
    [InlineData("--names: A name of the components is empty, or given twice: a, a.", "-k", "2", "--names", "a,a")]
    [InlineData("--names: A name of the components is empty, or given twice: a, .", "-k", "2", "--names", "a,")]
    [InlineData("--names does not go with --online", "-k", "2", "--names", "a,b", "--online")]
    public void WhatCannotBe_IsSaid(string message, params string[] arguments)
    {
        var fit = Workspace.Run(["fit", Faithful, .. arguments]);
        Assert.Equal(2, fit.Code);
        Assert.Contains(message, fit.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void FileWithTooFewNames_IsRefused()
    {
        string model = at["named.json"];
        Workspace.Run("fit", Faithful, "-k", "2", "--names", "long,short", "--output", model);
        File.WriteAllText(model, File.ReadAllText(model).Replace("[\"long\", \"short\"]", "[\"long\"]", StringComparison.Ordinal));
        var inspect = Workspace.Run("inspect", model);
        Assert.Equal(2, inspect.Code);
        Assert.Contains("the field 'componentNames': 1 name for 2 components", inspect.Error, StringComparison.Ordinal);
    }
}
