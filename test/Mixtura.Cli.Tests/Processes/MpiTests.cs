using System.Diagnostics;

namespace Mixtura.Cli.Tests.Processes;

/// <summary>Several processes, started by mpirun, do what one does: the same files, said once. Nothing is tried where no MPI is installed; the script that runs all tests installs one.</summary>
public sealed class MpiTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    public static TheoryData<string, int> LaunchersTimesCounts
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (string launcher in Launcher.All)
            {
                foreach (int count in launcher.Contains("openmpi", StringComparison.Ordinal) ? (int[])[1, 3] : [2])
                {
                    all.Add(launcher, count);
                }
            }

            if (all.Count == 0)
            {
                all.Add(string.Empty, 1);
            }

            return all;
        }
    }

    public static TheoryData<string> Launchers => Launcher.All.Count > 0 ? [.. Launcher.All] : [string.Empty];

    [Theory]
    [MemberData(nameof(LaunchersTimesCounts))]
    public void Fit_WritesTheSameModel(string launcher, int count)
    {
        if (launcher.Length == 0)
        {
            return;
        }

        string data = Many(60_000);
        var one = Workspace.Run("fit", data, "-k", "3", "--restarts", "2", "-o", at["one.json"], "--report", at["one.html"]);
        var several = Launcher.Run(launcher, count, "fit", data, "-k", "3", "--restarts", "2", "-o", at["several.json"], "--report", at["several.html"]);
        Assert.Equal((one.Code, one.Output.Replace("one.", "several.", StringComparison.Ordinal)), (several.Code, several.Output));
        Assert.Empty(several.Error);
        Assert.Equal(File.ReadAllText(at["one.json"]), File.ReadAllText(at["several.json"]));
        Assert.Equal(File.ReadAllText(at["one.html"]), File.ReadAllText(at["several.html"]));
    }

    [Fact]
    public void EveryCommand_SaysTheSame()
    {
        if (Launcher.All.Count == 0)
        {
            return;
        }

        string model = at.FaithfulModel();
        string data = Many(20_000);
        string[][] commands =
        [
            ["select", data, "-k", "1:3", "--covariance", "full,diagonal"],
            ["fit", data, "-k", "3", "--family", "student-t"],
            ["fit", data, "-k", "2", "--standardize", "--format", "json"],
            ["fit", data, "-k", "3", "--method", "variational"],
            ["fit", Workspace.Sample("survey.csv"), "-k", "3", "--categorical", "auto", "--counts", "visits"],
            ["predict", model, data],
            ["predict", model, data, "--summary"],
            ["score", model, data],
            ["score", model, data, "--summary"],
            ["score", model, data, "--tail-probability", "--draws", "2000"],
            ["score", model, data, "--outliers", "0.1", "--draws", "2000"],
            ["fit", Workspace.Sample("iris-labels.csv"), "--known-labels", "known", "--ignore", "label", "--components-per-class", "2", "--folds", "2"],
            ["compare", model, Workspace.Faithful, data],
            ["impute", model, data],
        ];
        foreach (string[] command in commands)
        {
            var one = Workspace.Run(command);
            var several = Launcher.Run(Launcher.All[0], 2, command);
            Assert.Equal((one.Code, one.Output), (several.Code, several.Output));
        }
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void BadInput_IsSaidOnce(string launcher)
    {
        if (launcher.Length == 0)
        {
            return;
        }

        string bad = at.Write("bad.csv", "a,b\n1,2\n2,x\n3,4\n");
        string[][] commands = [["fit", bad, "-k", "1"], ["fit", Workspace.Iris, "-k", "3", "--ignore", "colour"], ["fit", "-", "-k", "2"], ["fit", Workspace.Faithful, "-k", "900"]];
        string[] said = ["line 3, column 2 'b': 'x' is not a number", "there is no column 'colour'", "Standard input goes to one process only", "272"];
        for (int i = 0; i < commands.Length; i++)
        {
            var several = Launcher.Run(launcher, 2, commands[i]);
            Assert.Equal(2, several.Code);
            Assert.Empty(several.Output);
            string line = Assert.Single(several.Error.Split('\n'), static line => line.StartsWith("mixtura:", StringComparison.Ordinal));
            Assert.Contains(said[i], line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public async Task ProcessThatDies_EndsTheOthers(string launcher)
    {
        if (launcher.Length == 0)
        {
            return;
        }

        string data = Many(60_000);
        using var launched = Launcher.Start(launcher, 3, "fit", data, "-k", "8", "--tolerance", "0", "--max-iterations", "10000000");
        int[] processes = await Working(data, 3);
        Process.Start("kill", ["-9", $"{processes[1]}"]).WaitForExit();
        var watch = Stopwatch.StartNew();
        _ = launched.StandardOutput.ReadToEndAsync();
        string error = await launched.StandardError.ReadToEndAsync();
        await launched.WaitForExitAsync();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
        Assert.NotEqual(0, launched.ExitCode);
        if (launcher.Contains("openmpi", StringComparison.Ordinal))
        {
            // MPICH leaves no time to say it
            Assert.Contains("a process does not answer: it may have died, mpirun says which. Nothing was written; --checkpoint FILE", error, StringComparison.Ordinal);
            Assert.Contains("process rank", error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
        while (processes.Any(Runs) && watch.Elapsed < TimeSpan.FromSeconds(20))
        {
            // mpirun has told them to end and does not wait for it
            await Task.Delay(50);
        }

        Assert.DoesNotContain(processes, Runs);
    }

    private static bool Runs(int id)
    {
        try
        {
            // its first words are those that start the command, whatever file that is
            return File.ReadAllText($"/proc/{id}/cmdline").StartsWith(string.Join('\0', CommandUnderTest.Words) + '\0', StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // whether it has run with this argument for so long that it is past its start
    private static bool WorksOn(Process process, string data)
    {
        try
        {
            return Runs(process.Id) && File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(data, StringComparison.Ordinal) && process.TotalProcessorTime > TimeSpan.FromSeconds(2);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // it has ended
            return false;
        }
    }

    // the processes that fit these data, once all are long past their start
    private static async Task<int[]> Working(string data, int count)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100))
        {
            int[] found = [.. Process.GetProcesses().Where(process => WorksOn(process, data)).Select(static process => process.Id)];
            if (found.Length == count)
            {
                return found;
            }
        }

        throw new TimeoutException("The processes do not get to work.");
    }

    // draws from a model of three groups
    private string Many(int rows)
    {
        string data = at["many.csv"];
        string model = at["three.json"];
        Assert.Equal(0, Workspace.Run("fit", Workspace.Sample("three-gaussians.csv"), "-k", "3", "--label", "label", "-o", model, "--quiet", "--force").Code);
        Assert.Equal(0, Workspace.Run("sample", model, "-n", $"{rows}", "-o", data, "--force").Code);
        return data;
    }
}
