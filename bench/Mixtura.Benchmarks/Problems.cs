using Mixtura.Gaussian;

namespace Mixtura.Benchmarks;

/// <summary>Parameters to draw data from.</summary>
internal static class Problems
{
    /// <summary>K components 1.5 standard deviations apart: every component has a say in most rows.</summary>
    public static GaussianParameters Overlapping(CovarianceStructure structure, int components, int features) => Apart(structure, components, features, 1.5);

    /// <summary>K components, so many standard deviations apart.</summary>
    public static GaussianParameters Apart(CovarianceStructure structure, int components, int features, double deviations)
    {
        var weights = new double[components];
        var means = new double[components * features];
        var covariances = new double[components * features * features];
        for (int k = 0; k < components; k++)
        {
            weights[k] = 1.0 / components;
            for (int j = 0; j < features; j++)
            {
                means[(k * features) + j] = deviations * Math.Sin((k * 7.1) + (j * 3.3)) / Math.Sqrt(features);
                covariances[(((k * features) + j) * features) + j] = 1;
            }
        }

        return GaussianParameters.From(structure, features, weights, means, covariances);
    }

    /// <summary>The article's three Gaussians.</summary>
    public static GaussianParameters Article() => GaussianParameters.From(
        CovarianceStructure.Full, 2, [.32, .17, .51], [5, 5, 6.5, 8, 9.5, 7.5], [1, 0, 0, .7, 2, -.7, -.7, 1, .7, .9, .9, 5]);
}
