using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>The parameters of a Gaussian mixture by name.</summary>
internal static class GaussianDescription
{
    /// <summary><c>weights</c> K, <c>means</c> K×D, and <c>covariances</c> K×D×D, or <c>variances</c> K×D where there are no correlations.</summary>
    public static IReadOnlyList<ParameterArray> Of(GaussianParameters model)
    {
        int k = model.Components;
        int d = model.Features;
        double[] forms = model.Forms(model.Structure);
        return
        [
            new ParameterArray("weights", model.Weights, k),
            new ParameterArray("means", model.Means, k, d),
            model.Structure.Storage.HasCorrelations ? new ParameterArray("covariances", forms, k, d, d) : new ParameterArray("variances", forms, k, d),
        ];
    }
}
