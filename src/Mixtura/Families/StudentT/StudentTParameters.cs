using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.StudentT;

/// <summary>θ = {πₖ, μₖ, Σₖ, νₖ} with what the E-step needs of it, prepared once an iteration and then only read.</summary>
/// <remarks>A component is the Gaussian of its location and scale matrix with tails: a row's τ ~ Gamma(ν/2, ν/2), x|τ ~ N(μ, Σ/τ). Its covariance is ν/(ν−2)·Σ.</remarks>
internal sealed class StudentTParameters : ScaleMixtureParameters
{
    /// <summary>Parameters to be filled.</summary>
    public StudentTParameters(CovarianceStructure structure, int components, int features)
        : this(new GaussianParameters(structure, components, features))
    {
    }

    private StudentTParameters(GaussianParameters gaussians)
        : base(gaussians)
    {
        DegreesOfFreedom = new double[gaussians.Components];
        Offsets = new double[gaussians.Components];
    }

    /// <summary>νₖ.</summary>
    public double[] DegreesOfFreedom { get; }

    /// <summary>The log joint density at the location: log πₖ + ln Γ((ν+D)/2) − ln Γ(ν/2) − D/2 ln νπ − log det L.</summary>
    public double[] Offsets { get; }

    /// <summary>Parameters of these Gaussians, which belong to them from now on, with these degrees of freedom; prepared.</summary>
    public static StudentTParameters Of(GaussianParameters gaussians, ReadOnlySpan<double> degreesOfFreedom)
    {
        var result = new StudentTParameters(gaussians);
        degreesOfFreedom.CopyTo(result.DegreesOfFreedom);
        result.Prepare();
        return result;
    }

    /// <summary>Factors the scale matrices and forms the offsets; to be called when all parameters stand.</summary>
    public void Prepare()
    {
        PrepareGaussians();
        for (int k = 0; k < Components; k++)
        {
            Offsets[k] = Gaussians.Offsets[k] + GammaRatio.Log(0.5 * DegreesOfFreedom[k], 0.5 * Features);
        }
    }
}
