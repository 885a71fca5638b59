using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Full covariances: y = L⁻¹(x − μ), log density = offset − ½|y|².</summary>
internal sealed class FullKernel(int features) : GaussianKernel
{
    private readonly double[] deviation = new double[features];

    public override void LogJoint(GaussianParameters parameters, RowBlock rows, ComponentBlock destination)
    {
        int d = features;
        for (int k = 0; k < destination.Components; k++)
        {
            TriangularForms.LogJoint(parameters.Factors.AsSpan(k * d * d, d * d), parameters.Mean(k), parameters.Offsets[k], rows, deviation, destination[k]);
        }
    }

    public override void Accumulate(GaussianParameters parameters, RowBlock rows, ComponentBlock responsibilities, AlignedSums sums)
    {
        int d = features;
        int triangle = d * (d + 1) / 2;
        for (int k = 0; k < responsibilities.Components; k++)
        {
            TriangularForms.Accumulate(
                parameters.Mean(k), rows, responsibilities[k], deviation,
                ref sums.Counts[k], sums.Shifts.Slice(k * d, d), sums.Scatter.Slice(k * triangle, triangle));
        }
    }
}
