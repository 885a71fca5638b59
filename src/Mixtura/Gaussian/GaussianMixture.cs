using System.Globalization;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>A Gaussian mixture p(x) = Σₖ πₖ N(x|μₖ, Σₖ) (eq. 2): K components over D features. Immutable and thread-safe.</summary>
public sealed partial class GaussianMixture
{
    internal GaussianMixture(GaussianParameters parameters, IReadOnlyList<string> featureNames)
    {
        Parameters = parameters;
        FeatureNames = featureNames;
    }

    /// <summary>The number of components K.</summary>
    public int Components => Parameters.Components;

    /// <summary>The number of features D.</summary>
    public int Features => Parameters.Features;

    /// <summary>What the covariances look like.</summary>
    public CovarianceStructure Covariance => Parameters.Structure;

    /// <summary>The names of the features; empty where they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The weights πₖ, K numbers that sum to 1 (eq. 16).</summary>
    public ReadOnlyMemory<double> Weights => Parameters.Weights;

    /// <summary>The means μₖ, K×D (eq. 17).</summary>
    public RowMatrix Means => new(Parameters.Means, Features);

    /// <summary>The number of free parameters: K−1 weights, K·D means, and what the covariance structure has.</summary>
    public int ParameterCount => Family.ParameterCount(Parameters);

    /// <summary>The parameters in the engine's form; never written after construction.</summary>
    internal GaussianParameters Parameters { get; }

    /// <summary>How this kind of mixture is estimated and scored.</summary>
    internal static GaussianFamily Family { get; } = new(0, null);

    /// <summary>What to call a feature: its name, or x and its number, counted from 1, where features have no names.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public string FeatureName(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, Features);
        return feature < FeatureNames.Count ? FeatureNames[feature] : string.Create(CultureInfo.InvariantCulture, $"x{feature + 1}");
    }

    /// <summary>The covariance Σₖ of one component, D×D (eq. 18); a copy.</summary>
    public RowMatrix CovarianceOf(int component)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(component);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(component, Components);
        var values = new double[Features * Features];
        Covariance.WriteCovariance(Parameters, component, values);
        return new RowMatrix(values, Features);
    }

    /// <summary>The D variances of one component, the diagonal of its covariance; a copy.</summary>
    public double[] VariancesOf(int component)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(component);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(component, Components);
        var variances = new double[Features];
        Covariance.Storage.WriteVariances(Parameters, component, variances);
        return variances;
    }

    /// <summary>A mixture of known parameters.</summary>
    /// <param name="weights">πₖ ≥ 0, K numbers that sum to 1.</param>
    /// <param name="means">μₖ, K×D.</param>
    /// <param name="covariances">Σₖ, K matrices D×D, symmetric and positive definite.</param>
    /// <param name="structure">What they have in common; null for <see cref="CovarianceStructure.Full"/>. They must have it already.</param>
    /// <param name="featureNames">D names, or null.</param>
    /// <exception cref="DataException">A number is not finite, the shapes do not agree, the weights do not sum to 1, or a covariance is not symmetric
    /// positive definite or not of the structure.</exception>
    public static GaussianMixture Create(
        ReadOnlySpan<double> weights, RowMatrix means, IReadOnlyList<RowMatrix> covariances,
        CovarianceStructure? structure = null, IReadOnlyList<string>? featureNames = null)
    {
        ArgumentNullException.ThrowIfNull(covariances);
        return Named(ParameterCheck.OfGaussians.Build(weights, means, covariances, structure ?? CovarianceStructure.Full, featureNames ?? []), featureNames);
    }

    /// <summary>A mixture of known parameters without correlations, in memory O(K·D).</summary>
    /// <param name="weights">πₖ ≥ 0, K numbers that sum to 1.</param>
    /// <param name="means">μₖ, K×D.</param>
    /// <param name="variances">The diagonals of Σₖ, K×D, above 0.</param>
    /// <param name="structure">What they have in common, one without correlations; null for <see cref="CovarianceStructure.Diagonal"/>. They must have it already.</param>
    /// <param name="featureNames">D names, or null.</param>
    /// <exception cref="DataException">A number is not finite, the shapes do not agree, the weights do not sum to 1, a variance is not positive, or the
    /// variances are not of the structure or it has correlations.</exception>
    public static GaussianMixture Create(
        ReadOnlySpan<double> weights, RowMatrix means, RowMatrix variances, CovarianceStructure? structure = null, IReadOnlyList<string>? featureNames = null) =>
        Named(ParameterCheck.OfGaussians.Build(weights, means, variances, structure ?? CovarianceStructure.Diagonal, featureNames ?? []), featureNames);

    /// <summary>Fits a mixture to rows in memory by EM: the parameters that maximize log p(X|θ) (eqs. 1, 5), as far as independent starts find them.</summary>
    /// <param name="rows">The data, N×D.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="weights">One weight wᵢ ≥ 0 a row, which then counts wᵢ times; null for 1 each.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="OperationCanceledException">Cancelled before there was a model: while the data were looked at.</exception>
    /// <exception cref="DataException">The data cannot be fitted: a value is not finite, a feature is constant, features are collinear, or rows are fewer
    /// than components.</exception>
    public static GaussianMixtureFit Fit(
        RowMatrix rows, int components, GaussianMixtureOptions? options = null, ReadOnlyMemory<double>? weights = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(new MemoryRows(rows, weights), components, options, progress, cancellationToken);

    /// <summary>Fits a mixture to rows from any source by EM, in memory O(threads · block) beside a sample of the rows to start from.</summary>
    /// <inheritdoc cref="Fit(RowMatrix, int, GaussianMixtureOptions?, ReadOnlyMemory{double}?, IProgress{FitProgress}?, CancellationToken)"/>
    public static GaussianMixtureFit Fit(
        IRowSource rows, int components, GaussianMixtureOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new GaussianMixtureFitter(rows, components, options ?? new GaussianMixtureOptions(), progress, cancellationToken).Fit();
    }

    /// <summary>The most probable component of every row, counted from 0.</summary>
    public int[] Predict(RowMatrix rows) => MixtureScorer.Predict(this, rows);

    /// <summary>The posterior probabilities p(tₖ = 1|xᵢ) of the components (eq. 6), N×K; every row sums to 1, but one with a
    /// value that is not finite is NaN throughout.</summary>
    public RowMatrix Responsibilities(RowMatrix rows) => MixtureScorer.Responsibilities(this, rows);

    /// <summary>log p(xᵢ) of every row (eq. 4), in nats.</summary>
    public double[] LogDensity(RowMatrix rows) => MixtureScorer.LogDensity(this, rows);

    /// <summary>The log-likelihood (eq. 9), total and per row, and the criteria of rows under this model, in one sweep.</summary>
    /// <param name="rows">The data; weights count.</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    public MixtureScore Score(IRowSource rows, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireColumns(rows.Columns);
        return new ScoringPass<GaussianParameters, GaussianStatistics>(Family)
            .Score(Parameters, rows, threads ?? Environment.ProcessorCount, cancellationToken);
    }

    /// <summary>The log-likelihood and the criteria of rows in memory.</summary>
    public MixtureScore Score(RowMatrix rows, ReadOnlyMemory<double>? weights = null) => Score(new MemoryRows(rows, weights));

    private static GaussianMixture Named(GaussianParameters parameters, IReadOnlyList<string>? featureNames) =>
        new(parameters, Array.AsReadOnly((featureNames ?? []).ToArray()));

    internal void RequireColumns(int columns)
    {
        if (columns != Features)
        {
            throw new DataException($"The model has {Features} features, the data have {columns} columns. Choose the columns that the model was fitted to.");
        }
    }
}
