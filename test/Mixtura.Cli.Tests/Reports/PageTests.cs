using Microsoft.Playwright;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>Every kind of report, opened in a real browser.</summary>
[Collection(BrowserSession.Name)]
public sealed class PageTests(BrowserSession browser, ReportSamples reports)
{
    private const string White = "rgb(255, 255, 255)";
    private const string Black = "rgb(22, 24, 27)";
    private const string Points = ".mark-symbol.layer_0_layer_1_marks";
    private const string Ring = ".mark-symbol.layer_1_marks";

    public static TheoryData<string> Names => ReportSamples.Names;

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task Report_OpensWithAllItsMarksAndWithoutAComplaint(string name)
    {
        await using var report = await browser.OpenAsync(reports[name]);
        await report.AssertAllDrawnAsync();
        foreach (string chart in await report.AttributesAsync("[data-chart]", "data-chart"))
        {
            Assert.True(await report.CountAsync($"#{chart} .role-mark > *") > 0, $"{chart} of {name} is empty");
            Assert.Equal(0, await report.CountAsync($"#{chart} .role-mark > [d*=NaN], #{chart} .role-mark > [transform*=NaN]"));
        }

        await (ChartMarks.Of(name)?.AssertAsync(report, ReportSamples.ModelOf(name)) ?? Task.CompletedTask);

        // the same on a telephone: whoever turns it need not open the page again
        await report.Page.SetViewportSizeAsync(400, 900);
        await report.Page.WaitForFunctionAsync("document.documentElement.scrollWidth === 400");
        report.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData("twenty-features")]
    [InlineData("selection")]
    [InlineData("long-names")]
    [InlineData("mixed-columns")]
    public async Task NarrowScreen_IsNeverScrolledSideways(string name)
    {
        await using var report = await browser.OpenAsync(reports[name], width: 400);
        Assert.Equal(400, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task SelectionReport_ShowsEveryCandidate()
    {
        await using var report = await browser.OpenAsync(reports["selection"]);
        foreach (string chart in new[] { "bic", "aic", "icl", "bound" })
        {
            Assert.Equal(14, await report.CountAsync($"#{chart} .mark-line.role-mark > path"));
            Assert.Equal(14 * 4, await report.CountAsync($"#{chart} {Points} > path"));
            Assert.Equal(1, await report.CountAsync($"#{chart} {Ring} > path"));
            Assert.Equal(14, await report.CountAsync($"#{chart} .role-legend-label text"));
        }

        Assert.Equal(4, await report.CountAsync("#variational .layer_0_layer_1_marks > path"));
        Assert.Contains("Chosen by BIC out of 56 candidates, in the ring: 2 components with VEV covariances.", await report.Page.Locator("#selection > p").First.TextContentAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Legend_SinglesOutAStructure()
    {
        await using var report = await browser.OpenAsync(reports["selection"]);
        await report.Page.Locator("#bic .role-legend-label text", new() { HasTextString = "VEV" }).ClickAsync(new() { Force = true });
        await report.Page.WaitForFunctionAsync("[...document.querySelectorAll('#bic .mark-line.role-mark > path')].filter(line => Number(line.getAttribute('opacity') ?? 1) < 0.5).length === 13");
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task VariationalMaximum_IsInTheRing()
    {
        await using var report = await browser.OpenAsync(reports["variational-selection"]);
        var all = await report.PlacesAsync($"#variational {Points} > path");
        Assert.Equal(5, all.Length);
        var ring = Assert.Single(await report.PlacesAsync($"#variational {Ring} > path"));

        // the article's true number; upwards is less
        Assert.Equal(all.MinBy(static place => place.Y), ring);
        Assert.Equal(all.OrderBy(static place => place.X).ElementAt(2), ring);
    }

    [BrowserFact]
    public async Task ComponentsOnTheirWayOut_AreSeenOnThePath()
    {
        await using var report = await browser.OpenAsync(reports["process"]);
        Assert.Equal(3, await report.CountAsync("#path .mark-text.role-mark > text"));
        await report.SetStepAsync(0);
        Assert.InRange(await report.CountAsync("#path .mark-text.role-mark > text"), 10, 20);
    }

    [BrowserFact]
    public async Task EmptiedComponents_AreLeftOut()
    {
        await using var report = await browser.OpenAsync(reports["process"]);
        Assert.Equal("3 components of 20 hold data and describe the 1,000 rows and 2 features of three-gaussians.csv.", await report.Page.Locator(".lead").TextContentAsync());
        Assert.Equal(3, await report.CountAsync("#scatter .mark-text.role-mark > text"));
        Assert.Equal(3, await report.CountAsync("#components > .scroll tbody tr"));
    }

    [BrowserFact]
    public async Task CrossValidation_HasItsOwnCurve()
    {
        await using var report = await browser.OpenAsync(reports["cross-validation"]);
        var all = await report.PlacesAsync($"#held-out {Points} > path");
        Assert.Equal(3, all.Length);

        // larger is better
        Assert.Equal(all.MinBy(static place => place.Y), Assert.Single(await report.PlacesAsync($"#held-out {Ring} > path")));
        Assert.Contains("Chosen by cross-validation", await report.Page.Locator("#selection > p").First.TextContentAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task FarRow_DoesNotHideTheOthers()
    {
        await using var report = await browser.OpenAsync(reports["outlier"]);
        Assert.Contains("far outside a picture", await report.Page.Locator("#scatter figcaption").TextContentAsync(), StringComparison.Ordinal);
        var places = await report.PlacesAsync("#scatter .mark-symbol[class*=layer_0] > path");
        double[] x = [.. places.Select(static place => place.X).Order()];
        Assert.True(x[^2] - x[0] > 200, "the cloud fills the picture");
    }

    /// <remarks>Three seconds on a machine at rest; on one that is busy seconds say nothing, and the page of a few hundred rows takes its time too.</remarks>
    [BrowserFact]
    public async Task MillionRows_OpenWithinThreeSecondsOrLittleLaterThanFew()
    {
        var info = new FileInfo(reports["million-rows"]);
        Assert.InRange(info.Length, 1, 3_000_000);
        await using (var report = await browser.OpenAsync(info.FullName))
        {
            Assert.Contains("1,000,000 rows", await report.Page.Locator(".lead").TextContentAsync(), StringComparison.Ordinal);
            Assert.Contains("show 2,000", await report.Page.Locator(".lead").TextContentAsync(), StringComparison.Ordinal);
        }

        var (best, few) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        bool IsSoon() => best <= TimeSpan.FromSeconds(3) || best / 3 <= few;
        int attempts = 0;
        do
        {
            best = await OpeningAsync(info.FullName, best);
            few = await OpeningAsync(reports["iris"], few);
        }
        while (++attempts < 3 && !IsSoon());
        Assert.True(IsSoon(), $"a million rows: {best}, a few: {few}");
    }

    private async Task<TimeSpan> OpeningAsync(string path, TimeSpan best)
    {
        await using var report = await browser.OpenAsync(path);
        return report.Opening < best ? report.Opening : best;
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Light, White, Black, "Dark")]
    [InlineData(ColorScheme.Dark, Black, White, "Light")]
    public async Task Page_FollowsTheReadersColours(ColorScheme scheme, string paper, string other, string button)
    {
        await using var report = await browser.OpenAsync(reports["iris"], scheme);
        async Task AllAre(string colour) => await report.Page.WaitForFunctionAsync(
            "colour => document.documentElement.dataset.ready && [document.body, ...document.querySelectorAll('svg.marks')].every(one => getComputedStyle(one).backgroundColor === colour)", colour);
        await AllAre(paper);
        Assert.Equal(button, await report.Page.Locator("#theme").TextContentAsync());
        await report.Page.Locator("#theme").ClickAsync();
        await AllAre(other);
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task Print_HasPicturesInBlackOnWhiteAndNoControls()
    {
        await using var report = await browser.OpenAsync(reports["iris"], ColorScheme.Dark);
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (string control in new[] { "nav", "#theme", ".controls", ".vega-embed details" })
        {
            Assert.Equal(0, await report.Page.Locator(control).Filter(new() { Visible = true }).CountAsync());
        }

        Assert.True(await report.Page.EvaluateAsync<bool>($"[document.body, ...document.querySelectorAll('svg.marks')].every(one => getComputedStyle(one).backgroundColor === '{White}')"));
        Assert.True(await report.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.role-axis text, .role-legend text, #confusion .mark-text text:not([fill=\"#ffffff\"])')].every(one => getComputedStyle(one).fill === 'rgb(0, 0, 0)')"));
        Assert.True((await report.Page.PdfAsync()).Length > 50_000);
    }
}
