using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>The page by axe's rules.</summary>
[Collection(BrowserSession.Beside)]
public sealed class AccessibilityTests(BrowserSession browser, ReportSamples reports)
{
    // naming every element that is as it should be takes far longer than looking at it
    private static readonly AxeRunOptions OnlyViolations = new() { ResultTypes = [ResultType.Violations] };

    // hundreds of marks and labels of a picture say no more to the rules than a few of them, and take a hundred times as long
    private const string FewOfAKind = "for (const marks of document.querySelectorAll('svg g')) { [...marks.children].filter(mark => mark.tagName !== 'g').slice(4).forEach(mark => mark.remove()); }";

    [BrowserTheory]
    [InlineData("iris", ColorScheme.Light)]
    [InlineData("iris", ColorScheme.Dark)]
    [InlineData("selection", ColorScheme.Light)]
    [InlineData("degenerate", ColorScheme.Dark)]
    public async Task Page_IsAccessible(string name, ColorScheme scheme)
    {
        await using var report = await browser.OpenAsync(reports[name], scheme);
        await report.Page.EvaluateAsync(FewOfAKind);
        var found = await report.Page.RunAxe(OnlyViolations);
        Assert.NotEmpty(found.Passes);
        Assert.Empty(found.Violations.Select(static one => $"{one.Id}: {one.Help}: {one.Nodes[0].Html}"));
    }
}
