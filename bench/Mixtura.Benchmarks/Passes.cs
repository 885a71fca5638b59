using BenchmarkDotNet.Attributes;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;

namespace Mixtura.Benchmarks;

/// <summary>One EM iteration (E-step over all rows, M-step) for every structure, by size and threads.</summary>
[MemoryDiagnoser]
public sealed class Passes : IDisposable
{
    private GaussianFamily family = null!;
    private BlockPass<GaussianParameters, GaussianStatistics> pass = null!;
    private GaussianParameters parameters = null!;

    [Params("full", "tied", "diagonal", "spherical")]
    public string Structure { get; set; } = "full";

    [Params("500000,10,2", "200000,5,4", "100000,16,16", "50000,64,64")]
    public string Size { get; set; } = "500000,10,2";

    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    [GlobalSetup]
    public void Prepare()
    {
        var size = Array.ConvertAll(Size.Split(','), static part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
        var structure = CovarianceStructure.Find(Structure)!;
        parameters = Problems.Overlapping(structure, size[1], size[2]);
        var rows = new MemoryRows(new GaussianMixture(parameters, []).Sample(size[0]));
        family = new GaussianFamily(0, null);
        pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, parameters, rows, Threads);
    }

    [GlobalCleanup]
    public void Dispose() => pass.Dispose();

    [Benchmark]
    public double Iteration()
    {
        pass.TryExpect(parameters, CancellationToken.None, out double bound);
        family.Release(family.Maximize(parameters, pass.Statistics));
        return bound;
    }
}
