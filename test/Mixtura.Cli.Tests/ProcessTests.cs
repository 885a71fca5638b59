using System.Diagnostics;

namespace Mixtura.Cli.Tests;

/// <summary>What only a real process shows: exit codes, signals, pipes.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void ExitCode_ReachesTheShell()
    {
        using var process = Start("fit", at["none.csv"], "-k", "2");
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("mixtura: error: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_StopsWithinASecondAndKeepsTheBestModel(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string data = at["data.csv"];
        Assert.Equal(0, Workspace.Run("sample", at.FaithfulModel(), "-n", "20000", "-o", data).Code);
        using var process = Start("fit", data, "-k", "8", "--tolerance", "0", "--max-iterations", "10000000", "--output", at["best.json"]);
        await WaitUntilItWorks(process);
        var watch = Stopwatch.StartNew();
        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
        string summary = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        // a second is the promise; the rest is for a busy machine
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.Contains("interrupted", summary, StringComparison.Ordinal);
        Assert.Equal(0, Workspace.Run("inspect", at["best.json"]).Code);
        Assert.DoesNotContain(Directory.GetFiles(at.Folder), static path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fit", "-", "-k", "2")]
    [InlineData("inspect", "-")]
    public async Task Signal_StopsWaitingForStandardInput(params string[] command)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = Start(givesInput: true, command);

        // more than a pipe holds: when it is written, the process has read most of it and waits for more
        string much = string.Concat(Enumerable.Repeat(" 1.5,2.5\n", 100_000));
        await process.StandardInput.WriteAsync(command.Contains("fit") ? much : new string(' ', much.Length));
        await process.StandardInput.FlushAsync();
        var watch = Stopwatch.StartNew();
        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("mixtura: interrupted: nothing was written.", error.TrimEnd());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void ReaderThatLeaves_EndsTheCommandQuietly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = Start("sample", at.FaithfulModel(), "-n", "2000000");
        Assert.Equal("eruptions,waiting", process.StandardOutput.ReadLine());
        process.StandardOutput.Close();
        Assert.Empty(process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task WaitUntilItWorks(Process process)
    {
        // two seconds of processor time: long past start and reading, on however busy a machine
        while (!process.HasExited && process.TotalProcessorTime < TimeSpan.FromSeconds(2))
        {
            await Task.Delay(50);
            process.Refresh();
        }
    }

    private static Process Start(params string[] args) => Start(givesInput: false, args);

    private static Process Start(bool givesInput, string[] args)
    {
        string[] command = [.. CommandUnderTest.Words, .. args];
        if (OperatingSystem.IsLinux())
        {
            // in the background of a script interrupts are ignored, and children inherit that
            command = ["env", "--default-signal=INT,TERM", .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = givesInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
