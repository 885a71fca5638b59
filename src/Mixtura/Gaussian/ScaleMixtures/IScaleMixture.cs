namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>Parameters of components that are scale mixtures of Gaussians: x|s ~ N(μ, sΣ), with a hidden scale s of every row and component.</summary>
internal interface IScaleMixture
{
    /// <summary>Weights, locations (its means) and scale matrices (its covariances). Its packed form gives −δ/2, with δ the squared Mahalanobis distance, in place of log joint densities.</summary>
    GaussianParameters Gaussians { get; }
}
