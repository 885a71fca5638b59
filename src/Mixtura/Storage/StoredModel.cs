using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>What a model file holds.</summary>
/// <param name="Model">The mixture, of whatever kind.</param>
/// <param name="Fit">How it was fitted; null for a model that was written by hand.</param>
public sealed record StoredModel(Mixture Model, FitRecord? Fit)
{
    /// <summary>The mixture, where it is a Gaussian one; of a variational one that of the expected parameters.</summary>
    /// <exception cref="InputException">It is of another kind.</exception>
    public GaussianMixture Gaussian => AsGaussian(Model)
        ?? throw (Model.Noise is not null
            ? new InputException("The model has noise beside its components, a mixture of Gaussians alone is asked for. Give a file of one.")
            : new InputException($"The model is a {Model.Family} mixture, a gaussian one is asked for. Give a file of one."));

    /// <summary>The same, null for another kind.</summary>
    internal static GaussianMixture? AsGaussian(Mixture model) => model as GaussianMixture ?? (model as VariationalGaussianMixture)?.ToGaussianMixture();
}
