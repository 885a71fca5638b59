namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>Parameters of components that are scale mixtures of Gaussians, x|s ~ N(μ, sΣ) with a hidden scale s of every row and component; prepared once an iteration and then only read.</summary>
/// <param name="gaussians">Weights, locations and scale matrices, which belong to these from now on.</param>
internal abstract class ScaleMixtureParameters(GaussianParameters gaussians)
{
    // for whoever wants distances alone
    private readonly double[] zeros = new double[gaussians.Components];

    /// <summary>Weights, locations (its means) and scale matrices (its covariances). Its packed form gives −δ/2, with δ the squared Mahalanobis distance, in place of log joint densities.</summary>
    public GaussianParameters Gaussians => gaussians;

    /// <summary>What the scale matrices have in common.</summary>
    public CovarianceStructure Structure => gaussians.Structure;

    /// <summary>K.</summary>
    public int Components => gaussians.Components;

    /// <summary>D.</summary>
    public int Features => gaussians.Features;

    /// <summary>Factors the scale matrices; to be called when weights, locations and scale matrices stand.</summary>
    public void PrepareGaussians()
    {
        gaussians.Factor();
        gaussians.Pack(zeros);
    }
}
