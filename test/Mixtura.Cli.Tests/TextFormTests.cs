using System.Text.Json;

namespace Mixtura.Cli.Tests;

/// <summary>Tables that are not written in the usual way, as a user meets them.</summary>
public sealed class TextFormTests : IDisposable
{
    private const string German = "Länge;Gewicht\n21,04;1.112,3\n20,99;880,45\n22,72;1.006,7\n18,39;908,72\n21,5;1.050,0\n";
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void WhatWasAssumed_IsOneLine_AndInTheModel()
    {
        var fit = Workspace.Run("fit", at.Write("mass.csv", German), "-k", "1", "--format", "json");
        Assert.True(fit.Code == 0, fit.Error);
        Assert.EndsWith("mass.csv: ; as delimiter, decimal comma, point between thousands\n", fit.Error, StringComparison.Ordinal);
        using var model = JsonDocument.Parse(fit.Output);
        Assert.Equal(["; as delimiter", "decimal comma", "point between thousands"], model.RootElement.GetProperty("fit").GetProperty("reading").EnumerateArray().Select(static one => one.GetString()!));
        Assert.Equal(991.634, model.RootElement.GetProperty("means")[0][1].GetDouble(), 9);
    }

    [Fact]
    public void UsualTable_HasNoLine() => Assert.Equal(string.Empty, Workspace.Run("fit", at.Write("a.csv", "a,b\n1.5,2\n2.5,4\n0.5,1\n4,3\n"), "-k", "1").Error);

    [Theory]
    [InlineData("a;b\n1,234;5,5\n2,345;4\n3,1;1\n", "--decimal", ",")]
    [InlineData("a b\n1.234 5.5\n2.345 4\n3.1 1\n", "--delimiter", "blank")]
    [InlineData("about\na,b\n1.234,5.5\n2.345,4\n3.1,1\n", "--skip-lines", "1")]
    [InlineData("% about\na,b\n1.234,5.5\n2.345,4\n3.1,1\n", "--comment", "%")]
    [InlineData("a\tb\n1.234\t5.5\n2.345\t4\n3.1\t1\n", "--delimiter", "tab")]
    public void Options_SayHowItIsWritten(string text, params string[] options)
    {
        var fit = Workspace.Run(["fit", at.Write("t.csv", text), "-k", "1", "--covariance", "diagonal", "--format", "json", .. options]);
        Assert.True(fit.Code == 0, fit.Error);
        using var model = JsonDocument.Parse(fit.Output);
        Assert.Equal((1.234 + 2.345 + 3.1) / 3, model.RootElement.GetProperty("means")[0][0].GetDouble(), 12);
    }

    [Theory]
    [InlineData("--header and --no-header contradict", "--header", "--no-header")]
    [InlineData("--encoding is 'utf8000', which is not known", "--encoding", "utf8000")]
    [InlineData("--decimal is ';'", "--decimal", ";")]
    [InlineData("--delimiter is 'two'", "--delimiter", "two")]
    [InlineData("--delimiter is '5', which cannot separate numbers", "--delimiter", "5")]
    [InlineData("--decimal and --thousands are both ','", "--decimal", ",", "--thousands", ",")]
    [InlineData("--skip-lines is '-1'", "--skip-lines", "-1")]
    public void WhatCannotBe_IsSaid(string part, params string[] options) =>
        Workspace.Run(["fit", at.Write("t.csv", "a,b\n1,2\n2,3\n"), "-k", "1", .. options]).IsBadInput(part);

    [Fact]
    public void ClassAmongNumbers_IsPointedAt()
    {
        string rows = string.Concat(Enumerable.Range(0, 60).Select(static i => $"{i % 3},{i * 37 % 101}.5,{i * 53 % 97}.25\n"));
        Assert.Contains("column 1 'x1' holds 3 whole values: it may be a class", Workspace.Run("fit", at.Write("t.csv", rows), "-k", "1").Error, StringComparison.Ordinal);
    }
}
