using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>A fit of generated data.</summary>
internal static class Fits
{
    public static GaussianMixtureFit Run(DataSet data, string structure, GaussianMixtureOptions? options = null) =>
        GaussianMixture.Fit(data.Source, data.Components, (options ?? new()) with { Covariance = Shapes.Structure(structure) });

    /// <summary>Parameters that are the same bits.</summary>
    public static void SameBits(GaussianMixture expected, GaussianMixture actual)
    {
        Agree.Exactly(expected.Weights.Span, actual.Weights.Span, "weights");
        Agree.Exactly(expected.Means.Values.Span, actual.Means.Values.Span, "means");
        for (int k = 0; k < expected.Components; k++)
        {
            Agree.Exactly(expected.CovarianceOf(k).Values.Span, actual.CovarianceOf(k).Values.Span, $"covariance {k}");
        }
    }
}
