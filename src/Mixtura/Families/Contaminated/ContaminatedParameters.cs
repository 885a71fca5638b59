using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;

namespace Mixtura.Families.Contaminated;

/// <summary>θ = {πₖ, μₖ, Σₖ, αₖ, ηₖ} with what the E-step needs of it, prepared once an iteration and then only read.</summary>
/// <param name="gaussians">Weights, means and covariances of good rows, which belong to these from now on.</param>
internal sealed class ContaminatedParameters(GaussianParameters gaussians) : ScaleMixtureParameters(gaussians)
{
    /// <summary>αₖ, the share of good rows, in [½, 1].</summary>
    public double[] GoodShares { get; } = new double[gaussians.Components];

    /// <summary>ηₖ ≥ 1, by which bad rows have a wider covariance.</summary>
    public double[] Inflations { get; } = new double[gaussians.Components];

    /// <summary>What the densities of whole rows are made of.</summary>
    public GoodAndBad[] Parts { get; } = new GoodAndBad[gaussians.Components];

    /// <summary>Σᵢ rᵢₖ vᵢₖ of the E-step that led here; empty for parameters that were given.</summary>
    public double[] GoodCounts { get; private set; } = [];

    /// <summary>Parameters of these Gaussians, which belong to them from now on, with these shares and inflations; prepared.</summary>
    public static ContaminatedParameters Of(GaussianParameters gaussians, ReadOnlySpan<double> goodShares, ReadOnlySpan<double> inflations)
    {
        var result = new ContaminatedParameters(gaussians);
        goodShares.CopyTo(result.GoodShares);
        inflations.CopyTo(result.Inflations);
        result.PrepareGaussians();
        result.PrepareScales();
        return result;
    }

    /// <summary>Makes room for the counts of good rows.</summary>
    public double[] KeepGoodCounts() => GoodCounts.Length == Components ? GoodCounts : GoodCounts = new double[Components];

    /// <summary>Forms what the densities are made of; to be called when all parameters stand.</summary>
    public void PrepareScales()
    {
        for (int k = 0; k < Components; k++)
        {
            Parts[k] = new GoodAndBad(Gaussians.Offsets[k], GoodShares[k], Inflations[k], Features);
        }
    }
}
