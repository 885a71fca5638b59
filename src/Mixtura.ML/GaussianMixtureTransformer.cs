using Microsoft.ML;
using Mixtura.Gaussian;
using Mixtura.ML.Scoring;

namespace Mixtura.ML;

/// <summary>A Gaussian mixture that was fitted by <see cref="MixtureCatalog"/>, in a pipeline.</summary>
public sealed class GaussianMixtureTransformer : MixtureTransformer
{
    internal GaussianMixtureTransformer(SavedMixture saved, ITransformer steps, GaussianMixtureFit fit)
        : base(saved, steps, fit) => Fit = fit;

    /// <summary>The mixture.</summary>
    public new GaussianMixture Model => Fit.Model;

    /// <summary>How it was fitted, with warnings.</summary>
    public new GaussianMixtureFit Fit { get; }
}
