using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>A Gaussian mixture p(x) = Σₖ πₖ N(x|μₖ, Σₖ) (eq. 2): K components over D features. Immutable and thread-safe.</summary>
public sealed partial class GaussianMixture : Mixture
{
    internal GaussianMixture(GaussianParameters parameters, IReadOnlyList<string> featureNames)
        : base(featureNames)
    {
        Parameters = parameters;
        Core = new MixtureCore<GaussianParameters, GaussianStatistics>(Estimation, parameters) { AssignFar = FarRow.Assign };
    }

    /// <inheritdoc/>
    public override int Features => Parameters.Features;

    /// <inheritdoc/>
    public override string Family => "gaussian";

    /// <summary>What the covariances look like.</summary>
    public CovarianceStructure Covariance => Parameters.Structure;

    /// <inheritdoc/>
    public override RealVector Weights => Parameters.Weights;

    /// <summary>The means μₖ, K×D (eq. 17).</summary>
    public RowMatrix Means => new(Parameters.Means, Features);

    /// <summary>The parameters in the engine's form; never written after construction.</summary>
    internal GaussianParameters Parameters { get; }

    /// <inheritdoc/>
    internal override IMixtureCore Core { get; }

    /// <inheritdoc/>
    internal override ComponentKind KindOfComponents => Kind(Covariance);

    /// <summary>How this kind of mixture is estimated and scored.</summary>
    internal static GaussianFamily Estimation { get; } = new(0, null);

    internal override double? HighestLogDensity => Components == 1 ? LogDensity(Means.Row(0)) : null;

    private protected override Mixture PartOf(int[] features, string[] names) => Marginal(features);

    private protected override RowMatrix Drawn(int count, RandomSource random, out int[] labels) => Sample(count, random, out labels);

    /// <inheritdoc/>
    internal override string Explain(Degeneracy degeneracy) => GaussianDegeneracyText.Of(degeneracy, this);

    /// <summary>The covariances Σₖ, K matrices D×D (eq. 18), each made when it is asked for.</summary>
    public IReadOnlyList<RowMatrix> Covariances => new ComponentList<RowMatrix>(Components, CovarianceOf);

    /// <summary>The precisions Σₖ⁻¹, K matrices D×D, each made when it is asked for.</summary>
    public IReadOnlyList<RowMatrix> Precisions => new ComponentList<RowMatrix>(Components, PrecisionOf);

    /// <summary>The precision Σₖ⁻¹ of one component, D×D; a copy.</summary>
    public RowMatrix PrecisionOf(int component)
    {
        RequireComponent(component);
        var factor = Covariance.FactorOf(Parameters, component);
        int d = Features;
        var rows = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            Whitening.Row(factor, d, i, rows.AsSpan(i * d, d));
        }

        // Σ⁻¹ = (L⁻¹)ᵀL⁻¹
        var values = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int a = 0; a < d; a++)
            {
                VectorLoops.AddScaled(rows.AsSpan(i * d, d), rows[(i * d) + a], values.AsSpan(a * d, d));
            }
        }

        return new RowMatrix(values, d);
    }

    /// <summary>The covariance Σₖ of one component, D×D (eq. 18); a copy.</summary>
    public RowMatrix CovarianceOf(int component)
    {
        RequireComponent(component);
        var values = new double[Features * Features];
        Covariance.WriteCovariance(Parameters, component, values);
        return new RowMatrix(values, Features);
    }

    /// <summary>U with Σₖ⁻¹ = U·Uᵀ, an upper triangle, D×D; a copy. (x − μₖ)ᵀU is a row of independent values of variance 1 under the component.</summary>
    public RowMatrix PrecisionFactorOf(int component)
    {
        RequireComponent(component);
        int d = Features;
        var values = new double[d * d];
        var row = new double[d];
        for (int j = 0; j < d; j++)
        {
            Whitening.Row(Covariance.FactorOf(Parameters, component), d, j, row);
            for (int i = 0; i <= j; i++)
            {
                values[(i * d) + j] = row[i];
            }
        }

        return new RowMatrix(values, d);
    }

    /// <summary>The D variances of one component, the diagonal of its covariance; a copy.</summary>
    public double[] VariancesOf(int component)
    {
        RequireComponent(component);
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
    /// <exception cref="InputException">A number is not finite, the shapes do not agree, the weights do not sum to 1, or a covariance is not symmetric
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
    /// <exception cref="InputException">A number is not finite, the shapes do not agree, the weights do not sum to 1, a variance is not positive, or the
    /// variances are not of the structure or it has correlations.</exception>
    public static GaussianMixture Create(
        ReadOnlySpan<double> weights, RowMatrix means, RowMatrix variances, CovarianceStructure? structure = null, IReadOnlyList<string>? featureNames = null) =>
        Named(ParameterCheck.OfGaussians.Build(weights, means, variances, structure ?? CovarianceStructure.Diagonal, featureNames ?? []), featureNames);

    /// <summary>Gaussians as one kind of component among others, for what chooses among kinds.</summary>
    /// <param name="structure">What the covariances have in common; null for <see cref="CovarianceStructure.Full"/>.</param>
    /// <param name="prior">A prior on means and covariances; null for maximum likelihood.</param>
    /// <param name="regularization">Added to every variance in the M-step; 0 for nothing.</param>
    public static ComponentKind Kind(CovarianceStructure? structure = null, CovariancePrior? prior = null, double regularization = 0) =>
        new GaussianKind(structure ?? CovarianceStructure.Full, prior, regularization);

    /// <summary>Fits a mixture to rows in memory by EM: the parameters that maximize log p(X|θ) (eqs. 1, 5), as far as independent starts find them.</summary>
    /// <param name="rows">The data, N×D.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="weights">One weight wᵢ ≥ 0 a row, which then counts wᵢ times; null for 1 each.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="OperationCanceledException">Cancelled before there was a model: while the data were looked at.</exception>
    /// <exception cref="InputException">The data cannot be fitted: a value is not finite, a feature is constant, features are collinear, or rows are fewer
    /// than components.</exception>
    [OverloadResolutionPriority(1)]
    public static GaussianMixtureFit Fit(
        RowMatrix rows, int components, GaussianMixtureOptions? options = null, ReadOnlyMemory<double>? weights = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(new MemoryRows(rows, weights), components, options, progress, cancellationToken);

    /// <summary>Fits a mixture to rows that are enumerated once and copied.</summary>
    /// <inheritdoc cref="Fit(RowMatrix, int, GaussianMixtureOptions?, ReadOnlyMemory{double}?, IProgress{FitProgress}?, CancellationToken)"/>
    public static GaussianMixtureFit Fit(
        IEnumerable<double[]> rows, int components, GaussianMixtureOptions? options = null, ReadOnlyMemory<double>? weights = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(RowMatrix.Copy(rows), components, options, weights, progress, cancellationToken);

    /// <summary>Fits a mixture to rows from any source by EM, in memory O(threads · block) beside a sample of the rows to start from.</summary>
    /// <inheritdoc cref="Fit(RowMatrix, int, GaussianMixtureOptions?, ReadOnlyMemory{double}?, IProgress{FitProgress}?, CancellationToken)"/>
    public static GaussianMixtureFit Fit(
        IRowSource rows, int components, GaussianMixtureOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new GaussianMixtureOptions();
        options.CheckOrder(rows.Columns);
        var fit = new GaussianMixtureFitter(CheckedRows.Of(rows), components, options, progress, cancellationToken).Fit();
        options.Em.ThrowWhereCancelled(fit.StopReason, cancellationToken);
        return fit;
    }

    private static GaussianMixture Named(GaussianParameters parameters, IReadOnlyList<string>? featureNames) =>
        new(parameters, Array.AsReadOnly((featureNames ?? []).ToArray()));
}
