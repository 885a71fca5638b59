using BenchmarkDotNet.Attributes;
using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Benchmarks;

/// <summary>Whole fits of small data with default options: what most calls are.</summary>
[MemoryDiagnoser]
public class SmallFits
{
    private RowMatrix rows;

    [GlobalSetup]
    public void Prepare() => rows = new GaussianMixture(Problems.Article(), []).Sample(1000);

    [Benchmark]
    public double ThousandRowsTwoFeaturesThreeComponents() => GaussianMixture.Fit(rows, 3).LowerBound;
}
