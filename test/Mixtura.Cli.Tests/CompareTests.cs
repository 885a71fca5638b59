using System.Globalization;
using System.Text.Json;

namespace Mixtura.Cli.Tests;

public sealed class CompareTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void DataBesideThemselves_DoNotDiffer()
    {
        var run = Workspace.Run("compare", at.FaithfulModel(), Workspace.Faithful, Workspace.Faithful);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.Equal([$"A: {Workspace.Faithful}, 272 rows", $"B: {Workspace.Faithful}, 272 rows"], run.Lines[..2]);
        Assert.EndsWith(
            "\nNo test tells B from A (p = 1.0000 of all tests together). The rows of B are as likely as those of A (p = 1.0000); the shares of the components are the same (p = 1.0000).\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Queries_AreComparedAsTheirFilesAre(int queries)
    {
        string model = at.FaithfulModel();
        string later = at.Write("later.csv", "eruptions,waiting\n" + string.Concat(File.ReadAllLines(Workspace.Faithful)[100..].Select(static row => row + "\n")));
        string[] files = [Workspace.Faithful, later];
        string[] asked = [.. files[^queries..].SelectMany(static file => (string[])["--sql", $"select * from '{file}'"])];
        var run = Workspace.Run(["compare", model, .. files[..^queries], .. asked, "--connection", "duckdb:"]);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.Equal([$"A: {(queries == 2 ? "duckdb" : files[0])}, 272 rows", "B: duckdb, 173 rows"], run.Lines[..2]);
        Assert.Equal(Workspace.Run("compare", model, files[0], files[1]).Lines[2..], run.Lines[2..]);
    }

    [Theory]
    [InlineData("the data. Give two data sets after the model, A and B;", "A")]
    [InlineData("the data. Give two data sets after the model, A and B;", "--sql", "q", "--connection", "duckdb:")]
    [InlineData("A and B are two data sets, but 3 are given, 2 by name and 1 by --sql. Leave one of them out.", "A", "B", "--sql", "q", "--connection", "duckdb:")]
    [InlineData("but 4 are given, 2 by name and 2 by --sql. Leave two of them out.", "A", "B", "--sql", "q", "--sql", "r", "--connection", "duckdb:")]
    [InlineData("--sql needs a database", "A", "--sql", "q")]
    [InlineData("but 3 are given, 0 by name and 3 by --sql. Leave one of them out.", "--sql", "q", "--sql", "r", "--sql", "s")]
    public void WrongNumberOfDataSets_IsTold(string part, params string[] options) =>
        Workspace.Run(["compare", at.FaithfulModel(), .. options.Select(static option => option.Length == 1 && char.IsUpper(option[0]) ? Workspace.Faithful : option)]).IsBadInput(part);

    [Fact]
    public void DataThatHaveDrifted_AreSaidToBe()
    {
        string model = at.FaithfulModel();
        string[] rows = File.ReadAllLines(Workspace.Faithful);

        // the waits after short eruptions only, five minutes longer than they were
        string drifted = at.Write("b.csv", "waiting,eruptions\n" + string.Concat(rows[1..].Where(static row => row[0] < '3').Select(static row => row.Split(',')).Select(static cells => $"{int.Parse(cells[1], CultureInfo.InvariantCulture) + 5},{cells[0]}\n")));
        var run = Workspace.Run("compare", model, Workspace.Faithful, drifted);
        string verdict = run.Lines[^1];
        Assert.StartsWith("B differs from A (p = ", verdict, StringComparison.Ordinal);
        Assert.Matches(@"; component 1 has (99|100)\.\d % of B and 35\.6 % of A, the largest change of a share \(p = \d\.\de-\d+ of all shares\)\.$", verdict);
        using var json = JsonDocument.Parse(Workspace.Run("compare", model, Workspace.Faithful, drifted, "--format", "json").Output);
        var root = json.RootElement;
        Assert.Equal(verdict, root.GetProperty("verdict").GetString());
        Assert.Equal(1, root.GetProperty("mostChanged").GetInt32());
        var components = root.GetProperty("components");
        Assert.Equal(2, components.GetArrayLength());
        Assert.Equal(1, components.EnumerateArray().Sum(static one => one.GetProperty("b").GetDouble()), 12);
        Assert.Equal(root.GetProperty("p").GetDouble(), 3 * root.GetProperty("tests").EnumerateObject().Min(static test => test.Value.GetProperty("p").GetDouble()), 12);
        Assert.False(components[0].TryGetProperty("class", out _));
        Assert.False(root.TryGetProperty("noise", out _));
    }

    [Fact]
    public void Means_AreThoseOfScore()
    {
        string model = at.FaithfulModel();
        using var json = JsonDocument.Parse(Workspace.Run("compare", model, Workspace.Faithful, Workspace.Sample("faithful-noise.csv"), "--format", "json").Output);
        foreach (var (name, path) in (Dictionary<string, string>)new() { ["a"] = Workspace.Faithful, ["b"] = Workspace.Sample("faithful-noise.csv") })
        {
            using var score = JsonDocument.Parse(Workspace.Run("score", model, path, "--summary", "--format", "json").Output);
            Assert.Equal(score.RootElement.GetProperty("mean").GetDouble(), json.RootElement.GetProperty(name).GetProperty("meanLogDensity").GetDouble(), 12);
            Assert.Equal(score.RootElement.GetProperty("rows").GetInt64(), json.RootElement.GetProperty(name).GetProperty("rows").GetInt64());
        }
    }

    [Fact]
    public void NoiseAndClasses_AreShown()
    {
        string noisy = Workspace.Sample("faithful-noise.csv");
        Assert.Equal(0, Workspace.Run("fit", noisy, "--label", "label", "-k", "2", "--noise", "--output", at["noisy.json"], "--quiet").Code);
        var run = Workspace.Run("compare", at["noisy.json"], noisy, Workspace.Faithful);
        Assert.Contains("\n  noise ", run.Output, StringComparison.Ordinal);
        Assert.Contains("the noise has ", run.Lines[^1], StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Workspace.Run("compare", at["noisy.json"], noisy, Workspace.Faithful, "--format", "json").Output);
        Assert.Equal(-1, json.RootElement.GetProperty("mostChanged").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("noise").GetProperty("difference").GetDouble(), -0.2, -0.05);

        Assert.Equal(0, Workspace.Run("fit", Workspace.Iris, "--known-labels", "label", "--output", at["classes.json"], "--quiet").Code);
        string known = Workspace.Run("compare", at["classes.json"], Workspace.Iris, Workspace.Iris, "--ignore", "label").Output;
        Assert.Matches(@"component +class +weight in the model +A +B +B - A\n +0 +setosa +0\.3333 +0\.3333", known);
    }

    /// <summary>The same rows, half of one feature not observed: what differs is said to be the gaps, and how to do without.</summary>
    [Fact]
    public void Gaps_AreNotTakenForDrift()
    {
        string whole = File.ReadAllText(Workspace.Faithful);
        string gaps = at.Write("gaps.csv", string.Join('\n', whole.TrimEnd().Split('\n').Select(static (line, i) => i % 2 == 1 ? line.Split(',')[0] + "," : line)) + "\n");
        string model = at.FaithfulModel();

        // half the rows of one kind, with as many gaps a row: what differs is the rows
        string[] lines = File.ReadAllLines(gaps);
        string likely = at.Write("likely.csv", string.Join('\n', lines.Skip(1).Where(static (_, i) => i % 4 < 2).Prepend(lines[0]).Select(static (line, i) => i == 0 || line.EndsWith(',') ? line : $"{line.Split(',')[0]},20")) + "\n");
        string differs = Workspace.Run("compare", model, gaps, likely).Output;
        Assert.Contains("B differs from A (", differs, StringComparison.Ordinal);
        Assert.DoesNotContain("have other missing cells", differs, StringComparison.Ordinal);
        Assert.Contains("A and B have other missing cells, which alone may be why: see below.", Workspace.Run("compare", model, Workspace.Faithful, gaps).Output, StringComparison.Ordinal);
        Assert.Contains("No test tells B from A", Workspace.Run("compare", model, Workspace.Faithful, gaps, "--missing", "drop-rows").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AreForBoth()
    {
        string model = at.FaithfulModel();
        string first = at.Write("a.csv", "eruptions;waiting;n\n1,8;54;3\n4,5;-1;2\n2;50;0\n");
        string second = at.Write("b.csv", "eruptions;waiting;n\n3,3;74;1\n4,6;-1;4\n1,9;-1;1\n");
        var run = Workspace.Run("compare", model, first, second, "--weights", "n", "--missing-values", "-1");
        Assert.Contains("a.csv, 3 rows of total weight 5, missing cells 1, integrated out", run.Output, StringComparison.Ordinal);
        Assert.Contains("b.csv, 3 rows of total weight 6, missing cells 2, integrated out", run.Output, StringComparison.Ordinal);
        Assert.Contains("fewer than 5: the p-value of the shares is a rough one.", run.Output, StringComparison.Ordinal);
        Assert.Contains("more or fewer of them in B are a difference too.", run.Output, StringComparison.Ordinal);

        string repeated = at.Write("repeated.csv", "eruptions,waiting\n1.8,54\n1.8,54\n1.8,54\n4.5,\n4.5,\n");
        string other = at.Write("other.csv", "eruptions,waiting\n3.3,74\n4.6,\n4.6,\n4.6,\n4.6,\n1.9,\n");
        Assert.Equal(Workspace.Run("compare", model, repeated, other).Lines[2..], run.Lines[2..]);
    }

    [Fact]
    public void WeightsThatCountNothing_HaveNoPValues()
    {
        string data = at.Write("a.csv", "eruptions,waiting,w\n1.8,54,0.3\n4.5,80,1.7\n2,50,1\n");
        var run = Workspace.Run("compare", at.FaithfulModel(), data, data, "--weights", "w");
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("(p ", run.Output, StringComparison.Ordinal);
        Assert.Contains("The weights are not whole numbers", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Workspace.Run("compare", at["model.json"], data, data, "--weights", "w", "--format", "json").Output);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("p").ValueKind);
        Assert.Equal(1, json.RootElement.GetProperty("notes").GetArrayLength());
    }

    [Fact]
    public void RowsOfDensityZero_AreNamed()
    {
        string far = at.Write("far.csv", "eruptions,waiting\n1.8,54\n1e200,80\n2,50\n");
        var run = Workspace.Run("compare", at.FaithfulModel(), Workspace.Faithful, far);
        Assert.Contains("Rows of B lie so far from every component that their density is 0 in double precision", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Workspace.Run("compare", at["model.json"], Workspace.Faithful, far, "--format", "json").Output);
        Assert.Equal("-Infinity", json.RootElement.GetProperty("b").GetProperty("meanLogDensity").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("tests").GetProperty("meanLogDensity").GetProperty("p").ValueKind);
    }

    [Fact]
    public void StandardInput_IsOneOfThem()
    {
        string model = at.FaithfulModel();
        string text = File.ReadAllText(Workspace.Faithful);
        string[] expected = Workspace.Run("compare", model, Workspace.Faithful, Workspace.Faithful).Lines;
        Assert.Equal(expected[2..], Workspace.RunWith(text, "compare", model, Workspace.Faithful, "-").Lines[2..]);
        Assert.Equal(expected[2..], Workspace.RunWith(text, "compare", model, "-", Workspace.Faithful).Lines[2..]);
        Workspace.RunWith(text, "compare", model, "-", "-").IsBadInput("there is one standard input");
        Workspace.RunWith(text, "compare", "-", "-", Workspace.Faithful).IsBadInput("there is one standard input");
    }

    [Fact]
    public void AnyNumberOfThreads_SaysTheSame()
    {
        string model = at.FaithfulModel();
        Assert.Equal(0, Workspace.Run("sample", model, "-n", "60000", "-o", at["many.csv"]).Code);
        var one = Workspace.Run("compare", model, Workspace.Faithful, at["many.csv"], "--threads", "1", "--format", "json");
        Assert.Equal(one.Output, Workspace.Run("compare", model, Workspace.Faithful, at["many.csv"], "--threads", "5", "--format", "json").Output);
    }

    [Fact]
    public void WhatDoesNotGo_IsSaid()
    {
        string model = at.FaithfulModel();
        Workspace.Run("compare", model, Workspace.Faithful).IsBadInput("Give two data sets after the model, A and B");
        Workspace.Run("compare", model).IsBadInput("Give two data sets after the model, A and B");
        Workspace.Run("compare", model, Workspace.Faithful, Workspace.Faithful, Workspace.Faithful).IsBadInput("Unrecognized command or argument");
        Workspace.Run("compare", model, Workspace.Faithful, Workspace.Faithful, "--label", "waiting").IsBadInput("'--label'");
        Workspace.Run("compare", model, Workspace.Faithful, string.Empty).IsBadInput("The name of the data is empty");
        Workspace.Run("compare", model, Workspace.Faithful, at["none.csv"]).IsBadInput("none.csv: there is no such file");
        Workspace.Run("compare", model, Workspace.Faithful, Workspace.Iris).IsBadInput("iris.csv: there is no column 'eruptions'");
        Workspace.Run("compare", model, at.Write("bad.csv", "eruptions,waiting\n2,x\n"), Workspace.Faithful).IsBadInput("bad.csv", "'x'");
        Workspace.Run("compare", model, Workspace.Faithful, at.Write("empty.csv", "eruptions,waiting,w\n2,55,0\n"), "--columns", "eruptions").IsBadInput("--columns");
        Workspace.Run("compare", model, at["empty.csv"], at["empty.csv"], "--weights", "w").IsBadInput("empty.csv", "weight");
        Workspace.Run("compare", model, Workspace.Faithful, Workspace.Faithful, "--output", model, "--force").IsBadInput("is the MODEL that this command reads");
        Workspace.Run("compare", model, Workspace.Faithful, at["empty.csv"], "--output", at["empty.csv"], "--force").IsBadInput("is the B that this command reads");
    }
}
