using System.Diagnostics;
using System.Globalization;

namespace Mixtura.Benchmarks;

/// <summary>One build's side of the gate: prepares a cell and times it, whenever it is asked to on standard input.</summary>
/// <remarks><c>prepare CELL</c> answers <c>ready</c>; <c>fill SECONDS</c> how often the work can be done in that time; <c>time N</c> what N times took, wall clock and
/// processor time in ns. The protocol is kept, so that builds of different ages can be compared.</remarks>
internal static class GateServer
{
    private const double WarmUpSeconds = 0.3;

    public static int Run()
    {
        Action work = static () => { };
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', 2);
            switch (words[0])
            {
                case "prepare":
                    work = GateCell.Parse(words[1]).Prepare();
                    Fill(work, WarmUpSeconds);
                    Console.WriteLine("ready");
                    break;
                case "fill":
                    Console.WriteLine(Fill(work, double.Parse(words[1], CultureInfo.InvariantCulture)));
                    break;
                default:
                    Console.WriteLine(Time(work, int.Parse(words[1], CultureInfo.InvariantCulture)));
                    break;
            }
        }

        return 0;
    }

    private static int Fill(Action work, double seconds)
    {
        long began = Stopwatch.GetTimestamp();
        int count = 0;
        do
        {
            work();
            count++;
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds);
        return count;
    }

    private static string Time(Action work, int count)
    {
        var processor = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            work();
        }

        double wall = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
        double busy = (Environment.CpuUsage.TotalTime - processor).TotalNanoseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{wall:R} {busy:R}");
    }
}
