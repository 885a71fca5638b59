using Microsoft.ML;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.ML.Scoring;

namespace Mixtura.ML;

/// <summary>Mixtures among ML.NET's trainers.</summary>
public static class MixtureCatalog
{
    /// <summary>Fits a Gaussian mixture by EM: soft clusters of any shape, and a density.</summary>
    /// <param name="catalog"><c>mlContext.Clustering.Trainers</c>.</param>
    /// <param name="featureColumnName">The column of features, a vector of floats or doubles of known size; floats are widened.</param>
    /// <param name="components">The number of components K, from 1 to 4095.</param>
    /// <param name="exampleWeightColumnName">The column of weights wᵢ ≥ 0, a float or double; null for 1 each.</param>
    /// <param name="options">How it is fitted; null for the defaults. NaN is an error in the fit, and gives a missing label and NaN afterwards, unless <see cref="MixtureOptions.Missing"/> says that it is integrated out.</param>
    /// <param name="columns">What the columns of the output are called; null for the defaults.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is the result, and its fit tells.</param>
    /// <remarks>ML.NET's <c>mlContext.Clustering.Evaluate</c> takes the cluster with the <em>smallest</em> score for the predicted one, as scores are distances there: give it <c>scoreColumnName: "Distance"</c>. For <c>CrossValidate</c>, which has no such
    /// argument, name the columns otherwise: <c>new MixtureColumns { Score = "Responsibilities", Distance = "Score" }</c>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of components is not from 1 to 4095.</exception>
    public static MixtureTrainer<GaussianMixtureTransformer> GaussianMixture(
        this ClusteringCatalog.ClusteringTrainers catalog, string featureColumnName, int components, string? exampleWeightColumnName = null, GaussianMixtureOptions? options = null,
        MixtureColumns? columns = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return Gaussian(featureColumnName, components, exampleWeightColumnName, options, ClusterSteps(columns), null, progress, cancellationToken);
    }

    /// <summary>Fits a mixture of any kind of component, such as <c>StudentTMixture.Kind()</c>.</summary>
    /// <param name="catalog"><c>mlContext.Clustering.Trainers</c>.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="featureColumnName">The column of features, a vector of floats or doubles of known size; floats are widened.</param>
    /// <param name="components">The number of components K, from 1 to 4095.</param>
    /// <param name="exampleWeightColumnName">The column of weights wᵢ ≥ 0, a float or double; null for 1 each.</param>
    /// <param name="options">How it is fitted; null for the defaults.</param>
    /// <param name="columns">What the columns of the output are called; null for the defaults.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is the result, and its fit tells.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of components is not from 1 to 4095.</exception>
    public static MixtureTrainer<MixtureTransformer> Mixture(
        this ClusteringCatalog.ClusteringTrainers catalog, ComponentKind kind, string featureColumnName, int components, string? exampleWeightColumnName = null, MixtureOptions? options = null,
        MixtureColumns? columns = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(kind);
        var input = Input(featureColumnName, components, exampleWeightColumnName);
        var recipe = new MixtureRecipe<MixtureTransformer>(
            rows => kind.Fit(rows, components, options, progress, cancellationToken), ClusterSteps(columns), static (saved, steps, fit) => new MixtureTransformer(saved, steps, fit))
        {
            Missing = options?.Missing ?? default,
            CancellationToken = cancellationToken,
        };
        return new MixtureTrainer<MixtureTransformer>(input, recipe);
    }

    /// <summary>Fits a Gaussian mixture, and calls rows anomalies whose log density is below that of all but a fraction of the rows it was fitted to.</summary>
    /// <param name="catalog"><c>mlContext.AnomalyDetection.Trainers</c>.</param>
    /// <param name="featureColumnName">The column of features, a vector of floats or doubles of known size; floats are widened.</param>
    /// <param name="components">The number of components K, from 1 to 4095.</param>
    /// <param name="anomalyFraction">The threshold is the largest log density of a training row such that rows below it have at most this share of the weight.</param>
    /// <param name="exampleWeightColumnName">The column of weights wᵢ ≥ 0, a float or double; null for 1 each.</param>
    /// <param name="options">How it is fitted; null for the defaults.</param>
    /// <param name="columns">What the columns of the output are called; null for the defaults.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is the result, and its fit tells.</param>
    /// <remarks>NaN is an error in the fit, and afterwards no anomaly, unless <see cref="MixtureOptions.Missing"/> says that it is integrated out.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number of components is not from 1 to 4095, or the fraction not from 0 to less than 1.</exception>
    public static MixtureTrainer<GaussianMixtureTransformer> GaussianMixture(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog, string featureColumnName, int components, double anomalyFraction = 0.01, string? exampleWeightColumnName = null,
        GaussianMixtureOptions? options = null, AnomalyColumns? columns = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (!(anomalyFraction is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(anomalyFraction), anomalyFraction, "The fraction of anomalies among the training rows is from 0 to less than 1.");
        }

        var named = columns ?? new AnomalyColumns();
        return Gaussian(
            featureColumnName, components, exampleWeightColumnName, options, (features, _, model) => MixturePipeline.Anomalies(features, named, model), anomalyFraction, progress, cancellationToken);
    }

    private static MixtureTrainer<GaussianMixtureTransformer> Gaussian(
        string features, int components, string? weights, GaussianMixtureOptions? options, Func<string, int, string, IEstimator<ITransformer>> steps, double? anomalyFraction,
        IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var recipe = new MixtureRecipe<GaussianMixtureTransformer>(
            rows => Mixtura.Gaussian.GaussianMixture.Fit(rows, components, options, progress, cancellationToken), steps,
            static (saved, fitted, fit) => new GaussianMixtureTransformer(saved, fitted, (GaussianMixtureFit)fit))
        {
            Missing = options?.Missing ?? default,
            AnomalyFraction = anomalyFraction,
            CancellationToken = cancellationToken,
        };
        return new MixtureTrainer<GaussianMixtureTransformer>(Input(features, components, weights), recipe);
    }

    private static Func<string, int, string, IEstimator<ITransformer>> ClusterSteps(MixtureColumns? columns)
    {
        var named = columns ?? new MixtureColumns();
        return (features, components, model) => MixturePipeline.Clusters(features, named, components, model);
    }

    private static InputColumns Input(string features, int components, string? weights)
    {
        ArgumentException.ThrowIfNullOrEmpty(features, "featureColumnName");
        if (components is < 1 or > BinaryParts.Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(components), components, $"The number of components is from 1 to {BinaryParts.Longest}.");
        }

        return new InputColumns(features, string.IsNullOrEmpty(weights) ? null : weights);
    }
}
