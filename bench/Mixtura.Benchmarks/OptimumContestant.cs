using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;

namespace Mixtura.Benchmarks;

/// <summary>Mixtura's side of the comparison of optima: whole fits with default options, a seed each.</summary>
/// <remarks><c>optimum --data FILE.npy --components K --seeds S --threads T [--restarts R]</c> prints one JSON line a seed. Fits of another seed go
/// before for half a second, until the runtime has compiled what runs, as the peers' programs are.</remarks>
public static class OptimumContestant
{
    private const ulong WarmUpSeed = 1_000_000;

    /// <summary>Runs the fits and prints what they found and took.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var rows = Arguments.Rows(arguments);
        int components = Number(Arguments.Value(arguments, "--components"));
        int seeds = Number(Arguments.Value(arguments, "--seeds"));
        var options = new GaussianMixtureOptions
        {
            Restarts = arguments.Contains("--restarts") ? Number(Arguments.Value(arguments, "--restarts")) : null,
            Em = new EmOptions { Threads = Number(Arguments.Value(arguments, "--threads")) },
        };
        WarmUp(rows, components, options with { Seed = WarmUpSeed });
        for (int seed = 0; seed < seeds; seed++)
        {
            Console.WriteLine(Fit(rows, components, options with { Seed = (ulong)seed }));
        }

        return 0;
    }

    private static void WarmUp(MemoryRows rows, int components, GaussianMixtureOptions options)
    {
        long began = Stopwatch.GetTimestamp();
        do
        {
            GaussianMixture.Fit(rows, components, options);
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < 0.5);
    }

    private static string Fit(MemoryRows rows, int components, GaussianMixtureOptions options)
    {
        long began = Stopwatch.GetTimestamp();
        var fit = GaussianMixture.Fit(rows, components, options);
        return JsonSerializer.Serialize(new
        {
            seed = options.Seed,
            seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            logLikelihood = fit.Score.LogLikelihood / rows.Rows,
            passes = fit.DataPasses,
            starts = fit.Restarts.Count,
            sound = fit.Degeneracy is null,
            converged = fit.Converged,
        });
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
