using System.Diagnostics;
using Microsoft.Playwright;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>A report in a browser, with all that the browser had to say about it.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly List<string> complaints = [];
    private readonly List<string> requests = [];

    public OpenReport(IPage page)
    {
        Page = page;
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add(error);
        page.Dialog += (_, dialog) => complaints.Add($"dialog: {dialog.Message}");
        page.Request += (_, request) => requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>From the first byte until all charts were drawn.</summary>
    public TimeSpan Opening { get; private set; }

    public async Task GoAsync(string path)
    {
        var watch = Stopwatch.StartNew();
        await Page.GotoAsync(new Uri(path).AbsoluteUri);
        await Page.WaitForFunctionAsync("document.documentElement.dataset.ready !== undefined");
        Opening = watch.Elapsed;
    }

    /// <summary>No error, no warning, no dialog, and nothing asked for but the file itself.</summary>
    public void AssertQuiet()
    {
        Assert.Empty(complaints);
        Assert.All(requests.Where(static url => !url.StartsWith("data:", StringComparison.Ordinal)), static url => Assert.StartsWith("file:", url, StringComparison.Ordinal));
        Assert.Single(requests, static url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    /// <summary>How many marks of a kind a chart has.</summary>
    /// <param name="chart">Its id.</param>
    /// <param name="kind">symbol, line, rect, text, rule.</param>
    public Task<int> MarksAsync(string chart, string kind) => CountAsync($"#{chart} svg.marks .mark-{kind}.role-mark > :is(path, text, line)");

    public Task<int> CountAsync(string selector) => Page.Locator(selector).CountAsync();

    /// <summary>The number of charts that are drawn, and of those that should be.</summary>
    public async Task AssertAllDrawnAsync()
    {
        int charts = await CountAsync("[data-chart]");
        Assert.True(charts > 0);
        Assert.Equal(charts, await CountAsync("[data-chart] > svg.marks, [data-chart] > .chart-wrapper > svg.marks, [data-chart] svg.marks"));
        Assert.Equal($"{charts}", await Page.EvaluateAsync<string>("document.documentElement.dataset.ready"));
    }

    /// <summary>Where marks lie on the page's picture, in pixels of the chart.</summary>
    public async Task<(double X, double Y)[]> PlacesAsync(string selector)
    {
        double[][] places = await Page.EvaluateAsync<double[][]>(
            "selector => [...document.querySelectorAll(selector)].map(mark => { const m = mark.getCTM(); return [m.e, m.f]; })", selector);
        return [.. places.Select(static place => (place[0], place[1]))];
    }

    public Task<string[]> TextsAsync(string selector) =>
        Page.EvaluateAsync<string[]>("selector => [...document.querySelectorAll(selector)].map(one => one.textContent)", selector);

    public Task<string[]> AttributesAsync(string selector, string attribute) =>
        Page.EvaluateAsync<string[]>("([selector, name]) => [...document.querySelectorAll(selector)].map(one => one.getAttribute(name) ?? '')", new[] { selector, attribute });

    /// <summary>Moves the slider of the path to a place and waits for the picture.</summary>
    public async Task SetStepAsync(int step)
    {
        await Page.Locator("#step").FillAsync($"{step}");
        await Page.WaitForFunctionAsync("step => document.getElementById('at').textContent.startsWith(step + ':')", $"{step}");
        await Page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /// <summary>What a chart's menu saves.</summary>
    /// <param name="chart">Its id.</param>
    /// <param name="entry">0 for SVG, 1 for PNG.</param>
    /// <param name="byKeyboard">Without the mouse.</param>
    public async Task<byte[]> SaveAsync(string chart, int entry, bool byKeyboard = false)
    {
        var menu = Page.Locator($"#{chart} details");
        var link = menu.Locator("a").Nth(entry);
        var download = await Page.RunAndWaitForDownloadAsync(async () =>
        {
            // the one before may have left it open
            await menu.EvaluateAsync("menu => { menu.open = false; }");
            if (byKeyboard)
            {
                await menu.Locator("summary").FocusAsync();
                await Page.Keyboard.PressAsync("Enter");
                await link.FocusAsync();
                await Page.Keyboard.PressAsync("Enter");
            }
            else
            {
                await menu.Locator("summary").ClickAsync();
                await link.ClickAsync();
            }
        });
        Assert.Equal($"mixtura-{chart}.{(entry == 0 ? "svg" : "png")}", download.SuggestedFilename);
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
