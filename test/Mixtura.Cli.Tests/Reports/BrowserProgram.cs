namespace Mixtura.Cli.Tests.Reports;

/// <summary>The Chromium or Chrome of this machine.</summary>
internal static class BrowserProgram
{
    private const string Variable = "MIXTURA_BROWSER";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>Its path; null if there is none.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Why tests that need it are skipped; null if it is there.</summary>
    public static string? WhyNone => Path is null
        ? $"No Chromium or Chrome was found. Install one (Debian: apt-get install chromium), or say where it is: {Variable}=/path/to/chromium."
        : null;

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var candidates =
            from name in Names
            from folder in folders
            select System.IO.Path.Combine(folder, name);
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen : candidates.Concat(Places).FirstOrDefault(File.Exists);
    }
}
