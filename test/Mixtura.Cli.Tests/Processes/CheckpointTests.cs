using System.Diagnostics;
using Mixtura.Numerics;

namespace Mixtura.Cli.Tests.Processes;

/// <summary>Runs that are killed and go on.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Kills = 50;
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    /// <summary>Killed at random moments fifty times, the run goes on each time and ends with the model of a run that was never stopped.</summary>
    [Fact]
    public async Task RunKilledAtAnyMoment_EndsWithTheSameModel()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string data = Many(20_000);
        string[] fit = ["fit", data, "-k", "6", "--covariance", "VVE", "--quiet", "--force", "--tolerance", "1e-11"];
        Assert.Equal(0, Workspace.Run([.. fit, "-o", at["one.json"]]).Code);
        var random = new RandomSource(12345);
        bool resumes = false;
        for (int kills = 0; kills <= Kills;)
        {
            string[] more = resumes ? ["--resume", at["run.mix"]] : ["--checkpoint", at["run.mix"]];
            using var process = Start([.. fit, "-o", at["model.json"], "--checkpoint-every", "0", .. more]);
            if (kills < Kills)
            {
                await UntilItHasBegun(process, resumes);
            }

            bool ended = process.WaitForExit(kills < Kills ? (int)random.NextIndex(700) : 60_000);
            if (!ended)
            {
                process.Kill();
                await process.WaitForExitAsync();
                resumes = true;
                kills++;
                continue;
            }

            Assert.Equal((0, string.Empty), (process.ExitCode, await process.StandardError.ReadToEndAsync()));
            Assert.Equal(File.ReadAllText(at["one.json"]), File.ReadAllText(at["model.json"]));
            kills += kills == Kills ? 1 : 0;
            resumes = false;
        }
    }

    // the first checkpoint is there, or what a resumed run needs to start has passed
    private async Task UntilItHasBegun(Process process, bool resumes)
    {
        if (resumes)
        {
            await Task.Delay(150);
            return;
        }

        var before = File.Exists(at["run.mix"]) ? File.GetLastWriteTimeUtc(at["run.mix"]) : DateTime.MinValue;
        while (!process.HasExited && (!File.Exists(at["run.mix"]) || File.GetLastWriteTimeUtc(at["run.mix"]) == before))
        {
            await Task.Delay(5);
        }
    }

    [Fact]
    public async Task Termination_WritesALastCheckpoint()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string data = Many(20_000);
        string[] fit = ["fit", data, "-k", "6", "--quiet", "--force", "--tolerance", "0", "--max-iterations", "10000", "--restarts", "1"];
        using var process = Start([.. fit, "-o", at["model.json"], "--checkpoint", at["run.mix"], "--checkpoint-every", "1000"]);
        while (!process.HasExited && process.TotalProcessorTime < TimeSpan.FromSeconds(1.5))
        {
            await Task.Delay(20);
            process.Refresh();
        }

        long before = new FileInfo(at["run.mix"]).Length;
        Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.True(new FileInfo(at["run.mix"]).Length > before + 1000, "Nothing was written at the end.");
        Assert.Equal(3, Workspace.Run([.. fit, "-o", at["one.json"]]).Code);
        Assert.Equal(3, Workspace.Run([.. fit, "-o", at["model.json"], "--resume", at["run.mix"], "--threads", "1"]).Code);
        Assert.Equal(File.ReadAllText(at["one.json"]), File.ReadAllText(at["model.json"]));
    }

    [Fact]
    public void OtherProcesses_GoOn()
    {
        if (Launcher.All.Count == 0)
        {
            return;
        }

        string data = Many(20_000);
        Assert.Equal(0, Workspace.Run("fit", data, "-k", "3", "-o", at["one.json"]).Code);
        Assert.Equal(0, Launcher.Run(Launcher.All[0], 2, "fit", data, "-k", "3", "-o", at["two.json"], "--checkpoint", at["run.mix"]).Code);
        byte[] whole = File.ReadAllBytes(at["run.mix"]);
        File.WriteAllBytes(at["run.mix"], whole[..(whole.Length / 2)]);
        Assert.Equal(0, Launcher.Run(Launcher.All[0], 3, "fit", data, "-k", "3", "-o", at["three.json"], "--resume", at["run.mix"]).Code);
        Assert.Equal(File.ReadAllText(at["one.json"]), File.ReadAllText(at["two.json"]));
        Assert.Equal(File.ReadAllText(at["one.json"]), File.ReadAllText(at["three.json"]));
        Assert.Equal(whole, File.ReadAllBytes(at["run.mix"]));
    }

    [Fact]
    public void Selection_GoesOn()
    {
        string[] select = ["select", Workspace.Iris, "--label", "label", "-k", "1:4", "--covariance", "full,tied"];
        var one = Workspace.Run(select);
        Assert.Equal((one.Code, one.Output), Said(Workspace.Run([.. select, "--checkpoint", at["run.mix"]])));
        byte[] whole = File.ReadAllBytes(at["run.mix"]);
        File.WriteAllBytes(at["run.mix"], whole[..(2 * whole.Length / 3)]);
        Assert.Equal((one.Code, one.Output), Said(Workspace.Run([.. select, "--resume", at["run.mix"]])));
        Assert.Equal(whole, File.ReadAllBytes(at["run.mix"]));
    }

    [Theory]
    [InlineData("is the checkpoint of another run: --components was 3 and is 4", "-k", "4", "--resume", "run.mix")]
    [InlineData("--seed was not given and is 7", "-k", "3", "--seed", "7", "--resume", "run.mix")]
    [InlineData("there is no such checkpoint", "-k", "3", "--resume", "none.mix")]
    [InlineData("exists already. Go on from it with --resume", "-k", "3", "--checkpoint", "run.mix")]
    [InlineData("--checkpoint names another", "-k", "3", "--resume", "run.mix", "--checkpoint", "other.mix")]
    public void WhatDoesNotFit_IsSaid(string said, params string[] args)
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Faithful, "-k", "3", "--checkpoint", at["run.mix"], "--quiet").Code);
        byte[] before = File.ReadAllBytes(at["run.mix"]);
        var outcome = Workspace.Run(["fit", Workspace.Faithful, .. args.Select(arg => arg.EndsWith(".mix", StringComparison.Ordinal) ? at[arg] : arg)]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(at["run.mix"]));
    }

    [Fact]
    public void OtherData_AreSaid()
    {
        string data = at.Write("data.csv", "x\n1\n2\n3\n4\n9\n8\n");
        Assert.Equal(0, Workspace.Run("fit", data, "-k", "1", "--checkpoint", at["run.mix"], "--quiet").Code);
        at.Write("data.csv", "x\n1\n2\n3\n4\n9\n7\n");
        Assert.Contains("the check sum of the values was", Workspace.Run("fit", data, "-k", "1", "--resume", at["run.mix"]).Error, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Said(Outcome outcome) => (outcome.Code, outcome.Output);

    private static Process Start(string[] args)
    {
        var words = CommandUnderTest.Words;
        var start = new ProcessStartInfo(words[0], [.. words.Skip(1), .. args]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private string Many(int rows)
    {
        string data = at["many.csv"];
        Assert.Equal(0, Workspace.Run("sample", at.FaithfulModel(), "-n", $"{rows}", "-o", data, "--force").Code);
        return data;
    }
}
