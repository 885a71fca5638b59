using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>The parameters of a Gaussian mixture by name: <c>weights</c> K, <c>means</c> K×D, and <c>covariances</c> K×D×D, or <c>variances</c> K×D where there are no
/// correlations.</summary>
internal static class GaussianDescription
{
    /// <summary>From a model.</summary>
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

    /// <summary>To a model of this structure; null for full or diagonal, as the parameters are.</summary>
    public static GaussianParameters Read(IReadOnlyDictionary<string, ParameterArray> parameters, CovarianceStructure? structure = null)
    {
        double[] weights = [.. Required(parameters, "weights").Values];
        var means = Required(parameters, "means");
        int d = means.Shape[^1];
        var centres = new RowMatrix(means.Values.ToArray(), d);
        if (parameters.TryGetValue("variances", out var variances))
        {
            return GaussianMixture.Create(weights, centres, new RowMatrix(variances.Values.ToArray(), d), structure).Parameters;
        }

        double[] all = [.. Required(parameters, "covariances").Values];
        return GaussianMixture.Create(weights, centres, [.. Enumerable.Range(0, weights.Length).Select(k => new RowMatrix(all.AsMemory(k * d * d, d * d), d))], structure).Parameters;
    }

    private static ParameterArray Required(IReadOnlyDictionary<string, ParameterArray> parameters, string name) =>
        parameters.TryGetValue(name, out var found) ? found : throw new InputException($"'{name}' is missing. Give it.");
}
