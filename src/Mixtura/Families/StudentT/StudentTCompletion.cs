using Mixtura.Gaussian.Missing;
using Mixtura.Numerics;

namespace Mixtura.Families.StudentT;

/// <summary>Conditional distributions of Student-t components.</summary>
/// <remarks>Given o observed values at distance δ a t of ν degrees of freedom is one of ν + o, with the scale matrix of the Gaussian's conditional covariance times (ν + δ)/(ν + o).</remarks>
internal sealed class StudentTCompletion(StudentTParameters parameters) : GaussianCompletion(parameters.Gaussians)
{
    /// <inheritdoc/>
    protected override double VarianceOf(int component, double spread, int observed, double distance)
    {
        double freedom = parameters.DegreesOfFreedom[component] + observed;
        return spread * WidthOf(component, freedom, distance) * (freedom > 2 ? freedom / (freedom - 2) : double.PositiveInfinity);
    }

    /// <inheritdoc/>
    protected override double DrawStretch(int component, int observed, double distance, RandomSource random)
    {
        double freedom = parameters.DegreesOfFreedom[component] + observed;
        return Math.Sqrt(WidthOf(component, freedom, distance)) * Math.Sqrt(0.5 * freedom / random.NextGamma(0.5 * freedom));
    }

    private double WidthOf(int component, double freedom, double distance) => (parameters.DegreesOfFreedom[component] + distance) / freedom;
}
