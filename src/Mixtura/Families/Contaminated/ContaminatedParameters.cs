using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;

namespace Mixtura.Families.Contaminated;

/// <summary>θ = {πₖ, μₖ, Σₖ, αₖ, ηₖ} with what the E-step needs of it, prepared once an iteration and then only read.</summary>
internal sealed class ContaminatedParameters : IScaleMixture
{
    private readonly double[] zeros;

    /// <summary>Parameters to be filled.</summary>
    public ContaminatedParameters(CovarianceStructure structure, int components, int features)
        : this(new GaussianParameters(structure, components, features))
    {
    }

    private ContaminatedParameters(GaussianParameters gaussians)
    {
        Gaussians = gaussians;
        GoodShares = new double[gaussians.Components];
        Inflations = new double[gaussians.Components];
        Parts = new GoodAndBad[gaussians.Components];
        zeros = new double[gaussians.Components];
    }

    /// <inheritdoc/>
    public GaussianParameters Gaussians { get; }

    /// <summary>αₖ, the share of good rows, in [½, 1].</summary>
    public double[] GoodShares { get; }

    /// <summary>ηₖ ≥ 1, by which bad rows have a wider covariance.</summary>
    public double[] Inflations { get; }

    /// <summary>What the densities of whole rows are made of.</summary>
    public GoodAndBad[] Parts { get; }

    /// <summary>Σᵢ rᵢₖ vᵢₖ of the E-step that led here; empty for parameters that were given.</summary>
    public double[] GoodCounts { get; private set; } = [];

    /// <summary>K.</summary>
    public int Components => Gaussians.Components;

    /// <summary>D.</summary>
    public int Features => Gaussians.Features;

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

    /// <summary>Factors the scale matrices; to be called when weights, locations and scale matrices stand.</summary>
    public void PrepareGaussians()
    {
        Gaussians.Factor();
        Gaussians.Pack(zeros);
    }

    /// <summary>Forms what the densities are made of; to be called when all parameters stand.</summary>
    public void PrepareScales()
    {
        for (int k = 0; k < Components; k++)
        {
            Parts[k] = new GoodAndBad(Gaussians.Offsets[k], GoodShares[k], Inflations[k], Features);
        }
    }
}
