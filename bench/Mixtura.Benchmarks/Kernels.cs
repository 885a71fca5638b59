using BenchmarkDotNet.Attributes;
using Mixtura.Gaussian;
using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;

namespace Mixtura.Benchmarks;

/// <summary>The three steps of the fused pass, a block at a time: log joint densities, log-sum-exp, moments.</summary>
public class Kernels
{
    private const int Components = 16;

    private GaussianParameters parameters = null!;
    private GaussianKernel kernel = null!;
    private GaussianSums sums = null!;
    private BlockLogSumExp logSumExp = null!;
    private double[] rows = [];
    private double[] weights = [];
    private double[] joint = [];
    private double[] responsibilities = [];

    [Params("full", "tied", "diagonal", "spherical")]
    public string Structure { get; set; } = "full";

    [Params(2, 4, 8, 16, 32, 64)]
    public int Features { get; set; } = 2;

    [GlobalSetup]
    public void Prepare()
    {
        parameters = Problems.Overlapping(CovarianceStructure.Find(Structure)!, Components, Features);
        kernel = parameters.Packed.CreateKernel();
        sums = parameters.Packed.CreateSums();
        logSumExp = new BlockLogSumExp(kernel.BlockRows);
        rows = new GaussianMixture(parameters, []).Sample(kernel.BlockRows).Values.ToArray();
        weights = [.. Enumerable.Repeat(1.0, kernel.BlockRows)];
        joint = new double[Components * kernel.Stride];
        LoadAndLogJoint();
        responsibilities = (double[])joint.Clone();
        logSumExp.Apply(responsibilities, kernel.Stride, Components, kernel.BlockRows, weights, keepsLogDensity: false);
    }

    [Benchmark]
    public void LoadAndLogJoint()
    {
        kernel.Load(rows, kernel.BlockRows);
        kernel.LogJoint(parameters.Packed, joint);
    }

    /// <summary>With the copy that it needs, for it works in place.</summary>
    [Benchmark]
    public double LogSumExp()
    {
        joint.CopyTo(responsibilities, 0);
        return logSumExp.Apply(responsibilities, kernel.Stride, Components, kernel.BlockRows, weights, keepsLogDensity: false);
    }

    [Benchmark]
    public void Accumulate() => kernel.Accumulate(parameters.Packed, responsibilities, sums);
}
