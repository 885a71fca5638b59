namespace Mixtura.Cli.Tests.Reports;

/// <summary>Names and labels come from data: whatever they hold stays text, in the page, in its pictures and in what pops up.</summary>
[Collection(BrowserSession.Beside)]
public sealed class EscapingTests(BrowserSession browser) : IDisposable
{
    private const string Script = "<script>alert(1)</script>";
    private const string Image = "</script><img src=x onerror=alert(2)>";
    private const string Quotes = "a'b & <b>d</b> \\u003cimg\\u003e [0] $\\mu$ .x\\";
    private const string Broken = "line\nbreak\u2028";
    private const string Meaningful = "image";
    private const string Label = "<i onmouseover=alert(3)>label</i>";

    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [BrowserFact]
    public async Task NamesAndLabels_StayText()
    {
        await using var report = await browser.OpenAsync(Report());
        await report.AssertAllDrawnAsync();
        Assert.Equal(0, await report.CountAsync("main img, main b, main i, main [onerror], main [onmouseover], svg img"));
        Assert.Equal(4, await report.CountAsync("script:not([type])"));
        Assert.Contains(Script, await report.TextsAsync("#scatter .role-axis-title text"));
        string[] headings = await report.TextsAsync("#components th");
        Assert.All(new[] { Script, Image, Quotes }, name => Assert.Contains(name, headings));
        Assert.Contains(Label, await report.TextsAsync("#unlikely th"));
        Assert.Contains($"{Script} × {Image}", await report.TextsAsync("#planes-scatter option"));
        Assert.Contains("<b>file.csv", await report.Page.TitleAsync(), StringComparison.Ordinal);
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task WhatPopsUp_StaysText()
    {
        await using var report = await browser.OpenAsync(Report());
        await report.Page.Locator("#scatter .mark-symbol[class*=layer_0] > path").First.HoverAsync(new() { Force = true });
        var tip = report.Page.Locator("#vg-tooltip-element.visible");
        await tip.WaitForAsync();
        string text = await tip.InnerTextAsync();
        Assert.Contains(Script, text, StringComparison.Ordinal);
        foreach (string name in new[] { Image, Quotes, Meaningful, Label, "line" })
        {
            Assert.Contains(name, text, StringComparison.Ordinal);
        }

        // a feature called as our own lines are does not take their place
        Assert.Equal(2, (await tip.Locator("td.key").AllInnerTextsAsync()).Count(static name => name is "component"));
        Assert.Equal(0, await tip.Locator("script, img, i, b").CountAsync());
        report.AssertQuiet();
    }

    // beside the escapes: what a page like this must not run, it cannot
    [BrowserFact]
    public async Task ScriptThatGotIn_WouldNotRun()
    {
        await using var report = await browser.OpenAsync(Report());
        await report.Page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'document.title = \"run\"'; document.body.append(s); }");
        Assert.NotEqual("run", await report.Page.TitleAsync());
    }

    private string Report()
    {
        var rows = Enumerable.Range(0, 60).Select(static i => FormattableString.Invariant($"{(i % 2 * 5) + (i * 0.013)},{(i * 7 % 13) + (i % 2)},{i * 11 % 17},{i * 5 % 7},{i * 3 % 11},{i * 13 % 19},{(i % 2 == 0 ? Image : Script)}"));
        string file = at.Write("<b>file.csv", $"{Script},{Image},{Quotes},{Meaningful},\"{Broken}\",component,{Label}\n{string.Join('\n', rows)}\n");
        Assert.Equal(0, Workspace.Run("fit", file, "-k", "2", "--label", Label, "--keep-path", "--report", at["report.html"], "--quiet").Code);
        return at["report.html"];
    }
}
