using System.Text.Json.Nodes;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>The charts against the data: marks are counted, places compared.</summary>
[Collection(BrowserSession.Beside)]
public sealed class ChartTests(BrowserSession browser, ReportSamples reports)
{
    [BrowserFact]
    public async Task OneFeature_HasBarsCurvesAndStrokes()
    {
        await using var report = await browser.OpenAsync(reports["one-feature"]);
        foreach (string chart in new[] { "scatter", "path" })
        {
            // waiting times of 43 to 96 whole minutes; (6 / (n Σ πₖ² / (4 √π σ³)))^⅓ = 3.9, four minutes a bar
            Assert.Equal(14, await report.CountAsync($"#{chart} .mark-rect[class*=layer_0] > path"));
            Assert.Equal(272, await report.CountAsync($"#{chart} .mark-rect[class*=layer_1] > path"));
            Assert.Equal(3, await report.CountAsync($"#{chart} .mark-line.role-mark > path"));
        }
    }

    [BrowserFact]
    public async Task ConfusionMap_HasTheCounts()
    {
        await using var report = await browser.OpenAsync(reports["iris"]);
        Assert.Equal(9, await report.CountAsync("#confusion .mark-rect.role-mark > path"));
        int[] counts = [.. (await report.TextsAsync("#confusion .mark-text.role-mark > text")).Select(static text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).Order()];
        Assert.Equal([5, 45, 50, 50], counts);
        Assert.Equal(["setosa", "versicolor", "virginica"], (await report.TextsAsync("#confusion .role-axis-label text")).Where(static text => text.Length > 1).Order(StringComparer.Ordinal));
    }

    [BrowserFact]
    public async Task Points_HaveTheMixedColoursOfTheirResponsibilities()
    {
        await using var report = await browser.OpenAsync(reports["article"]);
        string[] fills = await report.AttributesAsync("#scatter .mark-symbol[class*=layer_0] > path", "fill");
        var run = Workspace.Run("predict", ReportSamples.ModelOf("article"), Workspace.Sample("three-gaussians.csv"), "--label", "label", "--responsibilities");
        double[][] responsibilities = [.. run.Lines.Skip(1).Select(static line => line.Split(',').Skip(1).Select(static text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        int[][] pure = [[0, 114, 178], [230, 159, 0], [0, 158, 115]];
        for (int i = 0; i < fills.Length; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                double linear = Enumerable.Range(0, 3).Sum(k => responsibilities[i][k] * Math.Pow(pure[k][channel] / 255.0, 2.2));
                Assert.InRange(Convert.ToInt32(fills[i].Substring(1 + (2 * channel), 2), 16) - (255 * Math.Pow(linear, 1 / 2.2)), -1, 1);
            }
        }
    }

    /// <remarks>Two means fix the map from values to pixels at the end of the path; the means of every other step must follow it.</remarks>
    [BrowserFact]
    public async Task Slider_MovesTheComponentsAlongThePath()
    {
        await using var report = await browser.OpenAsync(reports["article"]);
        var model = JsonNode.Parse(await File.ReadAllTextAsync(ReportSamples.ModelOf("article")))!;
        var path = model["fit"]!["path"]!.AsArray();
        int last = path.Count - 1;
        var end = await MeansAsync(report);
        double[][] known = Numbers(path[last]!["means"]!);
        double scaleX = (end[1].X - end[0].X) / (known[1][0] - known[0][0]);
        double scaleY = (end[1].Y - end[0].Y) / (known[1][1] - known[0][1]);
        string[] before = await report.AttributesAsync("#path .mark-line.role-mark > path", "d");
        string[] colours = await report.AttributesAsync("#path .mark-symbol[class*=layer_0] > path", "fill");
        foreach (int step in new[] { 0, 1, 5 })
        {
            await report.SetStepAsync(step);
            var places = await MeansAsync(report);
            double[][] means = Numbers(path[step]!["means"]!);
            for (int k = 0; k < 3; k++)
            {
                Assert.Equal(end[0].X + (scaleX * (means[k][0] - known[0][0])), places[k].X, 0.5);
                Assert.Equal(end[0].Y + (scaleY * (means[k][1] - known[0][1])), places[k].Y, 0.5);
            }

            Assert.Contains($"{step}: bound ", await report.Page.Locator("#at").TextContentAsync(), StringComparison.Ordinal);
            Assert.NotEqual(before, await report.AttributesAsync("#path .mark-line.role-mark > path", "d"));
            Assert.NotEqual(colours, await report.AttributesAsync("#path .mark-symbol[class*=layer_0] > path", "fill"));
        }

        await report.SetStepAsync(last);
        Assert.Equal(before, await report.AttributesAsync("#path .mark-line.role-mark > path", "d"));
        Assert.Equal(colours, await report.AttributesAsync("#path .mark-symbol[class*=layer_0] > path", "fill"));
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task Slider_MovesTheCurvesOfOneFeature()
    {
        await using var report = await browser.OpenAsync(reports["one-feature"]);
        string[] before = await report.AttributesAsync("#path .mark-line.role-mark > path", "d");
        await report.SetStepAsync(0);
        Assert.NotEqual(before, await report.AttributesAsync("#path .mark-line.role-mark > path", "d"));
        report.AssertQuiet();
    }

    /// <remarks>The ellipse at one standard deviation reaches √Σ₁₁ to either side of the mean and √Σ₂₂ up and down.</remarks>
    [BrowserFact]
    public async Task Ellipses_ReachOneAndTwoStandardDeviations()
    {
        await using var report = await browser.OpenAsync(reports["faithful"]);
        var model = JsonNode.Parse(await File.ReadAllTextAsync(ReportSamples.ModelOf("faithful")))!;
        double[][] means = Numbers(model["means"]!);
        var at = await report.PlacesAsync("#scatter .mark-symbol[class*=layer_3] > path");
        double scaleX = Math.Abs((at[1].X - at[0].X) / (means[1][0] - means[0][0]));
        double scaleY = Math.Abs((at[1].Y - at[0].Y) / (means[1][1] - means[0][1]));
        double[][] boxes = await report.Page.EvaluateAsync<double[][]>(
            "[...document.querySelectorAll('#scatter [class*=layer_2_pathgroup] .mark-line > path')].map(line => { const b = line.getBBox(); return [b.width, b.height]; })");
        for (int k = 0; k < 2; k++)
        {
            double[][] covariance = Numbers(model["covariances"]![k]!);
            for (int s = 1; s <= 2; s++)
            {
                Assert.Contains(boxes, box =>
                    Math.Abs(box[0] - (2 * s * scaleX * Math.Sqrt(covariance[0][0]))) < 1.5 && Math.Abs(box[1] - (2 * s * scaleY * Math.Sqrt(covariance[1][1]))) < 1.5);
            }
        }
    }

    private static async Task<(double X, double Y)[]> MeansAsync(OpenReport report) => await report.PlacesAsync("#path .mark-text.role-mark > text");

    private static double[][] Numbers(JsonNode rows) => [.. rows.AsArray().Select(static row => row!.AsArray().Select(static value => (double)value!).ToArray())];
}
