using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.StudentT;

/// <summary>A Student-t component's density and scale of a row of which only some features are observed: their marginal is a t with the same ν.</summary>
internal readonly struct PartialTail : IPartialRow
{
    private readonly double degrees;
    private readonly double shape;
    private readonly double offset;
    private readonly double shift;

    /// <param name="parameters">The parameters.</param>
    /// <param name="component">The component.</param>
    /// <param name="observed">The number of features observed, o.</param>
    /// <param name="logRoot">½ log|Σ_oo| − ½ log|Σ|.</param>
    public PartialTail(StudentTParameters parameters, int component, int observed, double logRoot)
    {
        degrees = parameters.DegreesOfFreedom[component];
        shape = 0.5 * (degrees + observed);
        double half = 0.5 * parameters.Features * Math.Log(2 * Math.PI);
        double withoutConstant = parameters.Gaussians.Offsets[component] + half - (0.5 * observed * Math.Log(2 * Math.PI));
        offset = withoutConstant - logRoot + GammaRatio.Log(0.5 * degrees, 0.5 * observed);

        // the equation for ν has the D of whole rows; what a row of o features has otherwise goes with it
        shift = DigammaExcess.Of(0.5 * (degrees + parameters.Features)) - DigammaExcess.Of(shape);
    }

    /// <inheritdoc/>
    public double LogJoint(double distance) => offset - (shape * Log1p.Of(distance / degrees));

    /// <summary>u = (ν + o) / (ν + δ).</summary>
    public double Precision(double distance) => 2 * shape / (degrees + distance);

    /// <summary>ln u − u + 1, and what makes it comparable with those of whole rows.</summary>
    public double Beside(double distance)
    {
        double u = Precision(distance);
        return Math.Log(u) - u + 1 + shift;
    }
}
