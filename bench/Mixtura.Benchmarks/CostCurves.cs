using System.Diagnostics;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;

namespace Mixtura.Benchmarks;

/// <summary>How the cost of an iteration grows with rows, components, features and threads: Markdown tables on standard output.</summary>
public static class CostCurves
{
    private const double SecondsEach = 1.0;

    /// <summary>Measures and prints.</summary>
    public static int Run()
    {
        Table("features D (K = 8, N = 400 000 / D, one thread)", [1, 2, 3, 4, 5, 8, 12, 16, 32, 64, 128], d => Measure("full", 400_000 / d, 8, d, 1));
        Table("components K (D = 8, N = 50 000, one thread)", [1, 2, 4, 8, 16, 32, 64, 128], k => Measure("full", 50_000, k, 8, 1));
        Table("rows N (K = 8, D = 4, one thread)", [100, 1_000, 10_000, 100_000, 1_000_000], n => Measure("full", n, 8, 4, 1));
        Table("rows N (K = 8, D = 4, two threads)", [100, 1_000, 10_000, 100_000, 1_000_000], n => Measure("full", n, 8, 4, 2));
        Table("features D (K = 8, N = 400 000 / D, two threads)", [2, 8, 32, 64], d => Measure("full", 400_000 / d, 8, d, 2));
        foreach (string structure in (string[])["tied", "diagonal", "spherical"])
        {
            Table($"features D, {structure} (K = 8, N = 400 000 / D, one thread)", [2, 4, 8, 16, 32, 64], d => Measure(structure, 400_000 / d, 8, d, 1));
        }

        return 0;
    }

    private static void Table(string title, int[] sizes, Func<int, double> measure)
    {
        Console.WriteLine($"\nns per row × component against {title}\n");
        Console.WriteLine($"| {string.Join(" | ", sizes)} |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", sizes.Length))}");
        Console.WriteLine($"| {string.Join(" | ", sizes.Select(size => measure(size).ToString("G3", System.Globalization.CultureInfo.InvariantCulture)))} |");
    }

    // the median iteration, E-step and M-step, over at least a second
    private static double Measure(string structure, int rows, int components, int features, int threads)
    {
        var parameters = Problems.Overlapping(CovarianceStructure.Find(structure)!, components, features);
        var data = new MemoryRows(new GaussianMixture(parameters, []).Sample(rows));
        var family = new GaussianFamily(0, null);
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, parameters, data, threads);
        var times = new List<double>();
        long began = Stopwatch.GetTimestamp();
        while (times.Count < 5 || Stopwatch.GetElapsedTime(began).TotalSeconds < SecondsEach)
        {
            long start = Stopwatch.GetTimestamp();
            pass.TryExpect(parameters, CancellationToken.None, out _);
            family.Release(family.Maximize(parameters, pass.Statistics));
            times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        times.Sort();
        return times[times.Count / 2] / ((double)rows * components);
    }
}
