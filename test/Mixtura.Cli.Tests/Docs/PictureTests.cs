using Mixtura.Cli.Tests.Reports;

namespace Mixtura.Cli.Tests.Docs;

/// <summary>The pictures of the documents: made by commands that stand in the same document, small, and shown. <c>docs/pictures/make.sh</c> makes them anew.</summary>
[Collection(BrowserSession.Name)]
public sealed class PictureTests(BrowserSession browser, PicturePages pages) : IClassFixture<PicturePages>
{
    private const string Fit = "mixtura fit samples/three-gaussians.csv --label label -k 3 --keep-path --report report.html --quiet";
    private const string Path = "mixtura fit samples/three-gaussians.csv --label label -k 3 --init random-means --seed 1 --restarts 1 --no-moves --no-acceleration --keep-path --report path.html --quiet";
    private const string Select = "mixtura select samples/three-gaussians.csv --label label -k 1:7 --report select.html --quiet";
    private const string OneFeature = "mixtura fit samples/faithful.csv --columns waiting -k 2 --report waiting.html --quiet";
    private const string Diabetes = "mixtura fit samples/diabetes.csv --label label -k 3 --report diabetes.html --quiet";
    private const int MostBytes = 200_000;

    private static bool IsRewriting => string.Equals(Environment.GetEnvironmentVariable("MIXTURA_WRITE_PICTURES"), "1", StringComparison.Ordinal);

    /// <summary>Document, picture, the command that makes its report, the width of the screen, and which part: a selector, with «@n» for an iteration.</summary>
    public static TheoryData<string, string, string, int, string> Pictures => new()
    {
        { "README.md", "report.png", Fit, 820, "#data" },
        { "docs/article.md", "scatter.png", Fit, 860, "#scatter svg.marks" },
        { "docs/article.md", "path-0.png", Path, 460, "#path svg.marks@0" },
        { "docs/article.md", "path-3.png", Path, 460, "#path svg.marks@3" },
        { "docs/article.md", "path-70.png", Path, 460, "#path svg.marks@70" },
        { "docs/article.md", "bound.svg", Select, 500, "bound" },
        { "docs/article.md", "variational-bound.svg", Select, 500, "variational" },
        { "docs/guide.md", "waiting.png", OneFeature, 760, "#scatter svg.marks" },
        { "docs/guide.md", "diabetes.png", Diabetes, 860, "#scatter svg.marks" },
        { "docs/guide.md", "diabetes-pairs.png", Diabetes, 860, "#pairs" },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Picture_IsShownBesideItsCommand(string document, string picture, string command, int width, string part)
    {
        Assert.True(width > 0 && part.Length > 0);
        string text = Repository.Read(document);
        Assert.Contains($"pictures/{picture})", text, StringComparison.Ordinal);
        Assert.Contains(command, text.Replace("dotnet run --project src/Mixtura.Cli -c Release -- ", "mixtura ", StringComparison.Ordinal).Replace(" \\\n  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(PathOf(picture)).Length, 1000, MostBytes);
    }

    [Fact]
    public void EveryPicture_IsOfThisList()
    {
        var known = Pictures.Select(static row => (string)row[1]);
        var found = Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "docs", "pictures")).Select(static path => System.IO.Path.GetFileName(path)).Where(static name => !name.EndsWith(".sh", StringComparison.Ordinal));
        Assert.Equal(known.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [BrowserTheory]
    [MemberData(nameof(Pictures))]
    public async Task Picture_CanBeMadeAnew(string document, string picture, string command, int width, string part)
    {
        Assert.NotEmpty(document);
        await using var report = await browser.OpenAsync(pages.Of(command), width: width);
        byte[] made = await TakeAsync(report, part);
        Assert.InRange(made.Length, 1000, MostBytes);
        if (IsRewriting)
        {
            await File.WriteAllBytesAsync(PathOf(picture), made);
        }
    }

    private static async Task<byte[]> TakeAsync(OpenReport report, string part)
    {
        if (!part.Contains('#', StringComparison.Ordinal))
        {
            return await report.SaveAsync(part, entry: 0);
        }

        string[] parts = part.Split('@');
        if (parts.Length > 1)
        {
            await report.SetStepAsync(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        return await report.Page.Locator(parts[0]).ScreenshotAsync();
    }

    private static string PathOf(string picture) => System.IO.Path.Combine(Repository.Root, "docs", "pictures", picture);
}
