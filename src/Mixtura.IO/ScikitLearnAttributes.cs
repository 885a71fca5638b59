using Mixtura.Bayesian;
using Mixtura.Gaussian;
using Mixtura.IO.Formats;
using Mixtura.Storage;

namespace Mixtura.IO;

/// <summary>A mixture's attributes in scikit-learn's names, shapes and conventions.</summary>
/// <param name="stored">The model, a Gaussian or a variational one.</param>
internal sealed class ScikitLearnAttributes(StoredModel stored)
{
    private readonly GaussianMixture gaussian = stored.Gaussian;
    private readonly VariationalGaussianMixture? variational = stored.Model as VariationalGaussianMixture;
    private readonly ScikitLearnCovariances covariances =
        new(ScikitLearnFile.CovarianceTypeOf(stored.Gaussian.Covariance), stored.Model.Components, stored.Model.Features);

    /// <summary>Writes all of them.</summary>
    public void Write(NpzWriter writer)
    {
        int k = gaussian.Components;
        writer.Add("n_components", k);
        writer.Add("covariance_type", ScikitLearnFile.CovarianceTypeOf(gaussian.Covariance));
        writer.Add("n_features_in_", gaussian.Features);
        if (gaussian.FeatureNames.Count > 0)
        {
            writer.Add("feature_names_in_", gaussian.FeatureNames);
        }

        writer.Add("weights_", gaussian.Weights.Span, k);
        writer.Add("means_", gaussian.Means.Values.Span, k, gaussian.Features);
        writer.Add("covariances_", covariances.Of(gaussian.CovarianceOf), covariances.Shape);
        writer.Add("precisions_cholesky_", covariances.Of(gaussian.PrecisionFactorOf), covariances.Shape);
        writer.Add("precisions_", covariances.Of(gaussian.PrecisionOf), covariances.Shape);
        if (stored.Fit is { } fit)
        {
            writer.Add("converged_", fit.StopReason is "converged");
            writer.Add("n_iter_", fit.Iterations);
            WriteBound(writer, fit);
        }

        if (variational is { } posterior)
        {
            WritePosterior(writer, posterior, k);
            WritePrior(writer, posterior.Prior);
        }
    }

    // a mean over the rows; of the variational treatment the whole
    private void WriteBound(NpzWriter writer, FitRecord fit)
    {
        double bound = variational is null ? fit.LowerBound / fit.TotalWeight : fit.LowerBound;
        if (double.IsFinite(bound))
        {
            writer.Add("lower_bound_", [bound]);
        }
    }

    private static void WritePosterior(NpzWriter writer, VariationalGaussianMixture model, int k)
    {
        if (model.StickRemainder.Count > 0)
        {
            writer.Add("weight_concentration_", [.. model.WeightConcentration, .. model.StickRemainder], 2, k);
        }
        else
        {
            writer.Add("weight_concentration_", [.. model.WeightConcentration], k);
        }

        writer.Add("mean_precision_", [.. model.MeanPrecision], k);
        writer.Add("degrees_of_freedom_", [.. model.DegreesOfFreedom], k);
    }

    private void WritePrior(NpzWriter writer, PriorValues prior)
    {
        writer.Add("weight_concentration_prior_type", prior.WeightPrior == WeightPrior.DirichletProcess ? ScikitLearnDocument.Process : ScikitLearnDocument.Dirichlet);
        if (prior.WeightConcentrations is { } own)
        {
            writer.Add("weight_concentration_prior_", [.. own], own.Count);
        }
        else
        {
            writer.Add("weight_concentration_prior_", [prior.WeightConcentration]);
        }

        writer.Add("mean_precision_prior_", [prior.MeanPrecision]);
        writer.Add("mean_prior_", [.. prior.Mean], prior.Mean.Count);
        writer.Add("degrees_of_freedom_prior_", [prior.DegreesOfFreedom]);
        writer.Add("covariance_prior_", covariances.OfPrior(prior.InverseScale), covariances.PriorShape);
    }
}
