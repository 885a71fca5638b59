using System.Diagnostics;
using System.Text.Json;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Numerics;
using Mixtura.Storage;

namespace Mixtura.Benchmarks;

/// <summary>Mixtura's side of the peer comparison: the same EM iterations from the same start, timed as the peers time theirs.</summary>
/// <remarks><c>pass --data FILE.npy --start START.json --iterations N --threads T [--missing few|random]</c> prints one JSON line. Missing cells are made here: <c>few</c>, 5 % of the cells in
/// four patterns; <c>random</c>, 15 % of them, each by itself.</remarks>
public static class PassContestant
{
    /// <summary>Runs the iterations and prints what they took.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        string start = Arguments.Value(arguments, "--start");
        int iterations = int.Parse(Arguments.Value(arguments, "--iterations"), System.Globalization.CultureInfo.InvariantCulture);
        int threads = int.Parse(Arguments.Value(arguments, "--threads"), System.Globalization.CultureInfo.InvariantCulture);

        using var stream = File.OpenRead(start);
        var parameters = ModelFile.Load(stream, start).Gaussian.Parameters;
        var rows = Arguments.Rows(arguments);
        string missing = arguments.Contains("--missing") ? Arguments.Value(arguments, "--missing") : string.Empty;
        Console.WriteLine(Measure(missing.Length > 0 ? Gaps.In(rows, missing) : rows, parameters, iterations, threads));
        return 0;
    }

    private static string Measure(IRowSource rows, GaussianParameters start, int iterations, int threads)
    {
        var family = new GaussianFamily(0, null);
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, start, rows, threads);
        WarmUp(family, pass, start);
        using var process = Process.GetCurrentProcess();
        var cpuBefore = process.TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        var final = Iterate(family, pass, start, iterations);
        double wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        process.Refresh();
        double cpu = (process.TotalProcessorTime - cpuBefore).TotalSeconds;
        pass.TryExpect(final, CancellationToken.None, out double logLikelihood);
        return JsonSerializer.Serialize(new
        {
            name = "Mixtura",
            version = typeof(GaussianMixture).Assembly.GetName().Version!.ToString(3),
            threads,
            iterations,
            wallSeconds = wall,
            cpuSeconds = cpu,
            logLikelihood,
            libraries = $".NET {Environment.Version}, {64 * Lanes.Count}-bit vectors",
        });
    }

    // until the runtime has compiled what runs hot; the first fits of a process are what the small fits measure
    private static void WarmUp(GaussianFamily family, BlockPass<GaussianParameters, GaussianStatistics> pass, GaussianParameters start)
    {
        long began = Stopwatch.GetTimestamp();
        do
        {
            Iterate(family, pass, start, 1);
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < 0.5);
    }

    private static GaussianParameters Iterate(
        GaussianFamily family, BlockPass<GaussianParameters, GaussianStatistics> pass, GaussianParameters start, int iterations)
    {
        var current = start;
        for (int i = 0; i < iterations; i++)
        {
            pass.TryExpect(current, CancellationToken.None, out _);
            current = family.Maximize(current, pass.Statistics);
        }

        return current;
    }
}
