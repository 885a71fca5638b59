using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>The page by axe's rules.</summary>
[Collection(BrowserSession.Beside)]
public sealed class AccessibilityTests(BrowserSession browser, ReportSamples reports)
{
    [BrowserTheory]
    [InlineData("iris", ColorScheme.Light)]
    [InlineData("iris", ColorScheme.Dark)]
    [InlineData("selection", ColorScheme.Light)]
    [InlineData("degenerate", ColorScheme.Dark)]
    public async Task Page_IsAccessible(string name, ColorScheme scheme)
    {
        await using var report = await browser.OpenAsync(reports[name], scheme);
        var found = await report.Page.RunAxe();
        Assert.NotEmpty(found.Passes);
        Assert.Empty(found.Violations.Select(static one => $"{one.Id}: {one.Help}: {one.Nodes[0].Html}"));
    }
}
