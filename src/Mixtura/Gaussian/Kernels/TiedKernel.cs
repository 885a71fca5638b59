using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Kernels;

/// <summary>One covariance for all components: as full, with one factor and one pooled scatter.</summary>
internal sealed class TiedKernel(int features) : GaussianKernel
{
    private readonly double[] deviation = new double[features];

    public override void LogJoint(GaussianParameters parameters, RowBlock rows, ComponentBlock destination)
    {
        for (int k = 0; k < destination.Components; k++)
        {
            TriangularForms.LogJoint(parameters.Factors, parameters.Mean(k), parameters.Offsets[k], rows, deviation, destination[k]);
        }
    }

    public override void Accumulate(GaussianParameters parameters, RowBlock rows, ComponentBlock responsibilities, AlignedSums sums)
    {
        int d = features;
        for (int k = 0; k < responsibilities.Components; k++)
        {
            TriangularForms.Accumulate(
                parameters.Mean(k), rows, responsibilities[k], deviation, ref sums.Counts[k], sums.Shifts.Slice(k * d, d), sums.Scatter);
        }
    }
}
