using System.Diagnostics;
using System.Globalization;

namespace Mixtura.Benchmarks;

/// <summary>A build under the gate, in a process of its own that waits while the other is timed.</summary>
internal sealed class GateClient : IDisposable
{
    private readonly Process process;

    /// <param name="program">The build's <c>Mixtura.Benchmarks.dll</c>.</param>
    public GateClient(string program) => process = Process.Start(new ProcessStartInfo("dotnet", [program, "gate-server"])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    public void Prepare(GateCell cell) => Ask($"prepare {cell}");

    /// <summary>How often the work can be done in so many seconds.</summary>
    public int Fill(double seconds) => int.Parse(Ask(string.Create(CultureInfo.InvariantCulture, $"fill {seconds}")), CultureInfo.InvariantCulture);

    /// <summary>Nanoseconds of <paramref name="count"/> times: wall clock with several threads, else processor time, which other programs disturb less.</summary>
    public double Time(int count, int threads)
    {
        string[] times = Ask(string.Create(CultureInfo.InvariantCulture, $"time {count}")).Split(' ');
        return double.Parse(times[threads > 1 ? 0 : 1], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Ask(string question)
    {
        process.StandardInput.WriteLine(question);
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("A build under the gate has ended. See what it wrote above; it must know the command gate-server.");
    }
}
