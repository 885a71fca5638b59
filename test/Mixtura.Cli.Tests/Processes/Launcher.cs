using System.Diagnostics;

namespace Mixtura.Cli.Tests.Processes;

/// <summary>Starts the command by <c>mpirun</c>, of whichever MPI the system has.</summary>
internal static class Launcher
{
    /// <summary>The launchers that are here: Open MPI's, MPICH's.</summary>
    public static IReadOnlyList<string> All { get; } = [.. new[] { "/usr/bin/mpirun.openmpi", "/usr/bin/mpirun.mpich" }.Where(File.Exists)];

    /// <summary>Starts so many processes on this machine, of one thread each.</summary>
    public static Process Start(string launcher, int count, params string[] args)
    {
        string[] more = launcher.Contains("openmpi", StringComparison.Ordinal) ? ["--oversubscribe"] : [];
        string[] command =
        [
            "env", "--default-signal=INT,TERM", launcher, .. more, "-n", $"{count}", .. CommandUnderTest.Words, .. args, "--mpi",
            .. args[0] == "impute" ? [] : (string[])["--threads", "1"],
        ];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

        // a container has no other user, and Open MPI wants to hear that it is meant
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        return Process.Start(start)!;
    }

    /// <summary>Runs to the end.</summary>
    public static Outcome Run(string launcher, int count, params string[] args)
    {
        using var process = Start(launcher, count, args);
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromSeconds(120)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("It hangs.");
        }

        return new Outcome(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
