using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Selection;

namespace Mixtura.Benchmarks;

/// <summary>Mixtura's side of the comparison of whole tables: fourteen structures, K from 1 to 9.</summary>
/// <remarks><c>select --data FILE.npy --threads T --repeats R [--single-start]</c> prints one JSON line: the seconds of each repeat after half a second of warming
/// up, and the log-likelihood of every cell.</remarks>
public static class SelectContestant
{
    private const int MostComponents = 9;

    /// <summary>Runs the search and prints what it found and took.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var rows = Arguments.Rows(arguments);
        int repeats = int.Parse(Arguments.Value(arguments, "--repeats"), CultureInfo.InvariantCulture);
        bool isSingle = arguments.Contains("--single-start");
        var options = new SelectionOptions
        {
            Fit = new GaussianMixtureOptions
            {
                Restarts = isSingle ? 1 : null,
                SplitMerge = !isSingle,
                Em = new EmOptions { Threads = int.Parse(Arguments.Value(arguments, "--threads"), CultureInfo.InvariantCulture) },
            },
        };
        SelectionResult Search() => ModelSelection.Search(rows, (1, MostComponents), options: options);
        long began = Stopwatch.GetTimestamp();
        do
        {
            Search();
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < 0.5);

        var seconds = new List<double>();
        SelectionResult? result = null;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            began = Stopwatch.GetTimestamp();
            result = Search();
            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            seconds,
            best = $"{result!.Best!.Kind.Title},{result.Best.Components}",
            cells = result.Candidates.Where(static cell => cell.IsSound).ToDictionary(
                static cell => $"{cell.Kind.Title},{cell.Components}", static cell => cell.Fit!.Score.LogLikelihood, StringComparer.Ordinal),
        }));
        return 0;
    }
}
