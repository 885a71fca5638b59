using Microsoft.Playwright;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>A headless browser for tests of the report; there are two, so that half of the tests go on beside the others.</summary>
public sealed class BrowserSession : IAsyncLifetime
{
    public const string Name = "browser";
    public const string Beside = "browser beside";

    // no work in the background: the report must not need any, nor may the browser ask the network by itself
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (BrowserProgram.Path is { } path)
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments });
        }
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>Opens a page off-line and waits until its charts are drawn.</summary>
    internal async Task<OpenReport> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            Offline = true,
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            AcceptDownloads = true,
        });
        var report = new OpenReport(await context.NewPageAsync());
        await report.GoAsync(path);
        return report;
    }
}

[CollectionDefinition(BrowserSession.Name)]
public sealed class InTheBrowser : ICollectionFixture<BrowserSession>, ICollectionFixture<ReportSamples>;

[CollectionDefinition(BrowserSession.Beside)]
public sealed class InTheBrowserBeside : ICollectionFixture<BrowserSession>, ICollectionFixture<ReportSamples>;
