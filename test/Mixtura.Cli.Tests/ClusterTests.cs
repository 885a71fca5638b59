using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mixtura.Cli.Tests;

/// <summary>From components to clusters, from select to predictions and page.</summary>
public sealed class ClusterTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    /// <summary>What select merged stands in the model, and rows belong to the clusters of most probability.</summary>
    [Fact]
    public void Merging_IsInTheModelPredictionsAndPage()
    {
        string model = at["merged.json"];
        var select = Workspace.Run("select", Workspace.Sample("three-gaussians.csv"), "--label", "label", "-k", "5", "--merge", "--lrt", "9", "-o", model, "--report", at["select.html"]);
        Assert.Equal(0, select.Code);
        using var stored = JsonDocument.Parse(File.ReadAllText(model));
        var merging = stored.RootElement.GetProperty("fit").GetProperty("merging");
        Assert.Equal(5, merging.GetProperty("entropies").GetArrayLength());
        Assert.Equal(4, merging.GetProperty("merged").GetArrayLength());
        string[] merged = [.. merging.GetProperty("merged").EnumerateArray().Select(static step => string.Join(" + ", step.EnumerateArray()))];
        Assert.All(merged, step => Assert.Contains(step, select.Output, StringComparison.Ordinal));

        // two clusters: the last step but one and what is left
        int[] union = [.. merging.GetProperty("merged")[2].EnumerateArray().Select(static k => k.GetInt32())];
        var all = Workspace.Run("predict", model, Workspace.Sample("three-gaussians.csv"), "--ignore", "label", "--responsibilities", "--clusters", "2");
        Assert.Equal("component,p0,p1,p2,p3,p4,cluster,cluster_probability", all.Lines[0]);
        int own = union.Contains(0) ? 0 : 1;
        foreach (string line in all.Lines[1..])
        {
            double[] cells = [.. line.Split(',').Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            double inside = union.Sum(k => cells[1 + k]);
            Assert.Equal(inside > 0.5 ? own : 1 - own, (int)cells[6]);
            Assert.Equal(Math.Max(inside, 1 - inside), cells[7], 1e-12);
        }

        // what the file says counts, not what these rows would say
        var edited = JsonNode.Parse(File.ReadAllText(model))!;
        edited["fit"]!["merging"]!["merged"] = JsonNode.Parse("[[0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4]]");
        string other = at.Write("edited.json", edited.ToJsonString());
        foreach (string line in Workspace.Run("predict", other, Workspace.Sample("three-gaussians.csv"), "--ignore", "label", "--responsibilities", "--clusters", "2").Lines[1..])
        {
            string[] cells = line.Split(',');
            Assert.Equal(double.Parse(cells[5], CultureInfo.InvariantCulture) > 0.5 ? "1" : "0", cells[6]);
        }

        string summary = Workspace.Run("predict", model, Workspace.Sample("three-gaussians.csv"), "--label", "label", "--clusters", "auto", "--summary").Output;
        Assert.Contains("By most probable cluster", summary, StringComparison.Ordinal);
        Assert.Contains("and most probable cluster; adjusted Rand index", summary, StringComparison.Ordinal);

        string page = File.ReadAllText(at["select.html"]);
        Assert.Contains("From components to clusters", page, StringComparison.Ordinal);
        Assert.Contains("Bootstrapped likelihood ratio, K against", page, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("report", model, Workspace.Sample("three-gaussians.csv"), "--label", "label", "--bootstrap", "5", "-o", at["report.html"]).Code);
        page = File.ReadAllText(at["report.html"]);
        Assert.Contains("From components to clusters", page, StringComparison.Ordinal);
        Assert.Contains("Standard errors", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">covariance</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_IsOfNoCluster()
    {
        string model = at["noisy.json"];
        string data = Workspace.Sample("faithful-noise.csv");
        Workspace.Run("fit", data, "--label", "label", "-k", "2", "--noise", "-o", model);
        var run = Workspace.Run("predict", model, data, "--ignore", "label", "--clusters", "1");
        int noise = 0;
        foreach (string line in run.Lines[1..])
        {
            string[] cells = line.Split(',');
            noise += cells[0] == "-1" ? 1 : 0;
            Assert.Equal(cells[0] == "-1" ? "-1" : "0", cells[2]);
        }

        Assert.True(noise > 20);
        string[] counted = Workspace.Run("predict", model, data, "--ignore", "label", "--clusters", "1", "--summary").Lines;
        Assert.Equal(2, counted.Count(line => line.Contains("noise (-1)", StringComparison.Ordinal) && line.Split(' ').Contains($"{noise}")));
    }

    /// <summary>Rows count by their weight, in components, in clusters and in noise: the sums of what is written row by row.</summary>
    [Fact]
    public void Summary_CountsByWeight()
    {
        string[] lines = File.ReadAllLines(Workspace.Sample("faithful-noise.csv"));
        string data = at.Write("weighted.csv", string.Concat(lines.Select(static (line, i) => $"{line},{(i == 0 ? "w" : $"{i % 4}.5")}\n")));
        string model = at["weighted.json"];
        Assert.Equal(0, Workspace.Run("fit", data, "--ignore", "label", "--weights", "w", "-k", "2", "--noise", "-o", model).Code);
        string[] written = Workspace.Run("predict", model, data, "--ignore", "label", "--weights", "w").Lines[1..];
        double[] sums = new double[3];
        for (int i = 0; i < written.Length; i++)
        {
            sums[1 + int.Parse(written[i].Split(',')[0], CultureInfo.InvariantCulture)] += ((i + 1) % 4) + 0.5;
        }

        string[] summary = Workspace.Run("predict", model, data, "--ignore", "label", "--weights", "w", "--clusters", "1", "--summary").Lines;
        static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
        string Share(double value) => (value / sums.Sum()).ToString("F4", CultureInfo.InvariantCulture);
        string Row(string head) => string.Join(' ', summary.Last(line => line.TrimStart().StartsWith(head, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"1 {Text(sums[2])} {Share(sums[2])} ", Row("1 "), StringComparison.Ordinal);
        Assert.Equal($"0 0 1 {Text(sums[1] + sums[2])} {Share(sums[1] + sums[2])}", Row("0 "));
        Assert.Equal($"noise (-1) {Text(sums[0])} {Share(sums[0])}", Row("noise (-1)"));
    }

    /// <remarks>A half-wide Gaussian in a wide one: whether two that share most of their rows are one cluster, no line tells.</remarks>
    [Fact]
    public void TwoComponents_HaveNoBend()
    {
        string data = at.Write("peak.csv", "x\n" + string.Concat(Enumerable.Range(1, 199).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{Math.Tan(Math.PI * (i - 100) / 230)}\n"))));
        string output = Workspace.Run("select", data, "-k", "2", "--merge", "--report", at["peak.html"]).Output;
        Assert.Contains("2 clusters, as many as components: the line of fewer than three has no bend: 0 | 1", output, StringComparison.Ordinal);
        string page = File.ReadAllText(at["peak.html"]);
        Assert.Contains("There is no bend of fewer than three components.", page, StringComparison.Ordinal);
        Assert.Contains("Chosen out of 1 candidate.", page, StringComparison.Ordinal);
    }

    /// <summary>Clusters that share no rows are not merged.</summary>
    [Fact]
    public void ComponentsThatShareNoRows_StayAsTheyAre()
    {
        string data = at.Write("apart.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 90).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{(20 * (i % 3)) + Math.Sin(i)},{Math.Cos(7 * i)}\n"))));
        Assert.Contains("3 clusters, as many as components, which share next to no rows: 0 | 1 | 2", Workspace.Run("select", data, "-k", "3", "--merge").Output, StringComparison.Ordinal);
    }

    /// <summary>A model that says nothing of clusters is merged by the rows.</summary>
    [Fact]
    public void WithoutMerging_TheRowsTell()
    {
        string model = at.FaithfulModel();
        foreach (string line in Workspace.Run("predict", model, Workspace.Faithful, "--clusters", "1").Lines[1..])
        {
            double[] cells = [.. line.Split(',').Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal(0, cells[2]);
            Assert.Equal(1, cells[3], 1e-12);
        }

        foreach (string wrong in new[] { "0", "3", "some" })
        {
            var refused = Workspace.Run("predict", model, Workspace.Faithful, "--clusters", wrong);
            Assert.Equal(2, refused.Code);
            Assert.Contains($"--clusters is '{wrong}'. Give a whole number of 1 to 2, the model's components, or auto", refused.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("[1, 2, 3]", "[[0, 1]]", "no 'entropies' of 2 components")]
    [InlineData("[0, 1]", "[[0, 7]]", "merges 0 + 7, which are no two clusters")]
    [InlineData("[0, 1]", "[]", "0 steps do not merge 2 components into one cluster")]
    public void WrongMerging_IsSaid(string entropies, string merged, string message)
    {
        string text = File.ReadAllText(at.FaithfulModel());
        string model = at.Write("wrong.json", text.Replace("\"fit\": {", $"\"fit\": {{ \"merging\": {{ \"entropies\": {entropies}, \"merged\": {merged} }},", StringComparison.Ordinal));
        var refused = Workspace.Run("inspect", model);
        Assert.Equal(2, refused.Code);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    /// <summary>A constant density in the place of a volume is its reciprocal.</summary>
    [Fact]
    public void NoiseDensity_IsOneOverTheVolume()
    {
        string data = Workspace.Sample("faithful-noise.csv");
        var density = Workspace.Run("fit", data, "--label", "label", "-k", "2", "--noise", "--noise-density", "0.002", "--format", "json");
        var volume = Workspace.Run("fit", data, "--label", "label", "-k", "2", "--noise", "--noise-volume", "500", "--format", "json");
        Assert.Equal((0, volume.Output), (density.Code, density.Output));
        Assert.Contains("--noise-density is an option of --noise", Workspace.Run("fit", data, "--label", "label", "-k", "2", "--noise-density", "1").Error, StringComparison.Ordinal);
        Assert.Contains("Leave one of them out", Workspace.Run("fit", data, "--label", "label", "-k", "2", "--noise", "--noise-density", "1", "--noise-volume", "1").Error, StringComparison.Ordinal);
    }
}
