using System.Diagnostics;

namespace Mixtura.Cli.Tests;

/// <summary>A test that needs scikit-learn.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScikitLearnTheoryAttribute : TheoryAttribute
{
    // Debian's packages are of the system's own Python
    private const string Python = "/usr/bin/python3";

    private static readonly bool IsThere = File.Exists(Python) && Run(string.Empty, "import sklearn.mixture").Code == 0;

    public ScikitLearnTheoryAttribute() => Skip = IsThere ? null : "scikit-learn was not found. Install it (Debian: apt-get install python3-sklearn).";

    /// <summary>Runs a program in a folder.</summary>
    public static (int Code, string Output, string Error) Run(string folder, string program, params string[] args)
    {
        var start = new ProcessStartInfo(Python, ["-W", "ignore", "-c", program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
