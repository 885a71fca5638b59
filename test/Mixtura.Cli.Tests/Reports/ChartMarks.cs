using System.Text.Json.Nodes;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>How many marks the charts of a report have, from its data.</summary>
/// <param name="Rows">The rows of the scatter.</param>
/// <param name="Features">The features.</param>
/// <param name="Components">The components.</param>
/// <param name="MostPathRows">The most rows that the path shows.</param>
internal sealed record ChartMarks(int Rows, int Features, int Components, int MostPathRows)
{
    private static readonly Dictionary<string, ChartMarks> Known = new(StringComparer.Ordinal)
    {
        ["article"] = new(1000, 2, 3, 800),
        ["iris"] = new(150, 4, 3, 150),
        ["faithful"] = new(272, 2, 2, 272),
        ["twenty-features"] = new(2000, 20, 3, 667),
        ["million-rows"] = new(2000, 4, 4, 667),
        ["row-a-component"] = new(4, 2, 4, 4),
        ["one-component"] = new(150, 4, 1, 150),
        ["hard-numbers"] = new(225, 3, 2, 225),
    };

    /// <summary>Those of one of <see cref="ReportSamples"/>; null for one whose marks are looked at elsewhere.</summary>
    public static ChartMarks? Of(string name) => Known.GetValueOrDefault(name);

    public async Task AssertAsync(OpenReport report, string modelFile)
    {
        Assert.Equal(Rows, await report.CountAsync("#scatter .mark-symbol[class*=layer_0] > path"));
        Assert.Equal(2 * Components, await report.CountAsync("#scatter [class*=layer_2_pathgroup] .mark-line > path"));
        Assert.Equal(Components, await report.CountAsync("#scatter .mark-symbol[class*=layer_3] > path"));
        Assert.Equal(Enumerable.Range(0, Components).Select(static k => $"{k}"), (await report.TextsAsync("#scatter .mark-text.role-mark > text")).Order(StringComparer.Ordinal));
        int pathRows = await report.CountAsync("#path .mark-symbol[class*=layer_0] > path");
        Assert.InRange(pathRows, Math.Min(Rows, MostPathRows) / 2, MostPathRows);
        Assert.Equal(2 * Components, await report.CountAsync("#path .mark-line.role-mark > path"));
        int shown = Math.Min(Features, 6);
        Assert.Equal(Features > 2 ? shown * shown : 0, await report.CountAsync("#pairs g.role-scope[class^='mark-group role-scope concat_'][class$=_group]"));
        Assert.Equal(Components, await report.CountAsync("#components > .scroll:first-of-type tbody tr"));
        Assert.Equal(Math.Min(Rows, 10), await report.CountAsync("#unlikely tbody tr"));

        var fit = JsonNode.Parse(await File.ReadAllTextAsync(modelFile))!["fit"]!;
        Assert.Equal(fit["trace"]!.AsArray().Count, await PointsOfLineAsync(report, "trace"));
        int starts = fit["starts"]!.AsArray().Count;
        Assert.Equal(starts > 1 ? starts : 0, await report.CountAsync("#starts .mark-symbol.role-mark > path"));
        Assert.InRange(await report.CountAsync("#uncertainty .mark-rect.role-mark > path"), Components > 1 ? 10 : 0, Components > 1 ? 50 : 0);
    }

    private static async Task<int> PointsOfLineAsync(OpenReport report, string chart)
    {
        string line = Assert.Single(await report.AttributesAsync($"#{chart} .mark-line.role-mark > path", "d"));
        return line.Count(static letter => letter is 'M' or 'L');
    }
}
