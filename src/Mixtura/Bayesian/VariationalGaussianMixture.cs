using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>A Gaussian mixture whose parameters are distributions: the mean-field posterior q(π)·Πₖ q(μₖ, Λₖ) of Bishop, PRML, section 10.2. Immutable and thread-safe.</summary>
/// <remarks>As a <see cref="Mixture"/> it is its predictive density (10.81), p(x|X) = Σₖ E[πₖ] St(x | mₖ, Lₖ, νₖ + 1 − D) with Lₖ = (νₖ + 1 − D)βₖ/(1 + βₖ)·Wₖ (10.82): log densities,
/// scores, samples, moments and marginal distributions are of that. With diagonal covariances a component is a product of univariate t's of νₖ degrees of freedom, with spherical
/// ones a t of νₖ. Responsibilities, and with them the most probable components, are the q(z) of the variational E-step (10.46–10.49). With a Dirichlet process the weight that the K
/// sticks leave is given to the prior's own predictive density, so that the whole integrates to 1. Far out a log density stays finite; it is −∞ at infinity.</remarks>
public sealed class VariationalGaussianMixture : Mixture
{
    private readonly VariationalPosterior posterior;
    private readonly VariationalPrior prior;
    private readonly VariationalCore core;
    private readonly double[] expectedWeights;

    internal VariationalGaussianMixture(VariationalPosterior posterior, VariationalPrior prior, IReadOnlyList<string> featureNames)
        : base(featureNames)
    {
        this.posterior = posterior;
        this.prior = prior;
        expectedWeights = posterior.ExpectedWeights();
        double total = expectedWeights.Sum();
        double[] weights = Array.ConvertAll(expectedWeights, weight => weight / total);
        Weights = weights;
        core = new VariationalCore(posterior, prior, weights);
        Counts = Array.AsReadOnly(Array.ConvertAll(posterior.MeanPrecisions, precision => Math.Max(0, precision - prior.MeanPrecision)));
    }

    /// <inheritdoc/>
    public override int Features => prior.Features;

    /// <inheritdoc/>
    public override string Family => "variational-gaussian";

    /// <summary>E[πₖ], K numbers; of a process divided by their sum, as the K sticks leave a rest (see <see cref="ExpectedWeights"/>).</summary>
    public override RealVector Weights { get; }

    /// <summary>What the covariances look like.</summary>
    public CovarianceStructure Covariance => posterior.Surrogate.Structure;

    /// <summary>Nₖ = βₖ − β₀ (10.51, 10.60), the expected number of rows of each component.</summary>
    public IReadOnlyList<double> Counts { get; }

    /// <summary>αₖ (10.58), or the first parameter of each stick's beta distribution.</summary>
    public IReadOnlyList<double> WeightConcentration => Array.AsReadOnly(posterior.First);

    /// <summary>The second parameter of each stick's beta distribution; empty for a Dirichlet.</summary>
    public IReadOnlyList<double> StickRemainder => prior.IsProcess ? Array.AsReadOnly(posterior.Second) : [];

    /// <summary>βₖ (10.60).</summary>
    public IReadOnlyList<double> MeanPrecision => Array.AsReadOnly(posterior.MeanPrecisions);

    /// <summary>νₖ (10.63).</summary>
    public IReadOnlyList<double> DegreesOfFreedom => Array.AsReadOnly(posterior.Freedoms);

    /// <summary>mₖ, K×D (10.61).</summary>
    public RowMatrix Means => new((double[])posterior.Surrogate.Means.Clone(), Features);

    /// <summary>The components that hold more than one row's worth.</summary>
    public IReadOnlyList<int> ActiveComponents => [.. Enumerable.Range(0, Components).Where(k => Counts[k] > 1)];

    /// <summary>Every prior that was used.</summary>
    public PriorValues Prior => new(
        prior.IsProcess ? WeightPrior.DirichletProcess : WeightPrior.Dirichlet, prior.Concentration, prior.MeanPrecision, Array.AsReadOnly(prior.Mean), prior.Freedom, new RowMatrix(prior.InverseScale.ToArray(), Features))
    {
        WeightConcentrations = prior.Concentrations,
        ConcentrationPrior = prior.ConcentrationPrior,
    };

    /// <summary>E[πₖ]; those of a process sum to less than 1.</summary>
    public IReadOnlyList<double> ExpectedWeights => Array.AsReadOnly(expectedWeights);

    /// <inheritdoc/>
    internal override IMixtureCore Core => core;

    /// <inheritdoc/>
    internal override ComponentKind KindOfComponents => GaussianMixture.Kind(Covariance);

    /// <summary>Fits the posterior to rows in memory.</summary>
    /// <param name="rows">The data, N×D.</param>
    /// <param name="maxComponents">K; superfluous components end empty.</param>
    /// <param name="options">Priors and how to fit; null for the defaults.</param>
    /// <param name="weights">One weight wᵢ ≥ 0 a row, which then counts wᵢ times; null for 1 each.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best so far is returned, with the reason.</param>
    /// <exception cref="InputException">The data or the priors cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before there was anything to return.</exception>
    [OverloadResolutionPriority(1)]
    public static VariationalFit Fit(
        RowMatrix rows, int maxComponents, VariationalOptions? options = null, ReadOnlyMemory<double>? weights = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(new MemoryRows(rows, weights), maxComponents, options, progress, cancellationToken);

    /// <summary>Fits the posterior to rows that are enumerated once and copied.</summary>
    /// <inheritdoc cref="Fit(RowMatrix, int, VariationalOptions?, ReadOnlyMemory{double}?, IProgress{FitProgress}?, CancellationToken)"/>
    public static VariationalFit Fit(
        IEnumerable<double[]> rows, int maxComponents, VariationalOptions? options = null, ReadOnlyMemory<double>? weights = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(RowMatrix.Copy(rows), maxComponents, options, weights, progress, cancellationToken);

    /// <summary>Fits the posterior to rows from any source.</summary>
    /// <inheritdoc cref="Fit(RowMatrix, int, VariationalOptions?, ReadOnlyMemory{double}?, IProgress{FitProgress}?, CancellationToken)"/>
    public static VariationalFit Fit(
        IRowSource rows, int maxComponents, VariationalOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxComponents, 1);
        options ??= new VariationalOptions();
        var fit = new VariationalFitter(CheckedRows.Of(rows), maxComponents, options, progress, cancellationToken).Fit();
        options.Em.ThrowWhereCancelled(fit.StopReason, cancellationToken);
        return fit;
    }

    /// <summary>Wₖ, the scale of the Wishart distribution of Λₖ, D×D (10.62). For diagonal and spherical covariances the diagonal matrix with E[Λₖ] = νₖWₖ.</summary>
    public RowMatrix ScaleMatrix(int component)
    {
        var precision = ExpectedPrecision(component);
        return new RowMatrix(Array.ConvertAll(precision, value => value / posterior.Freedoms[component]), Features);
    }

    /// <summary>E[Λₖ]⁻¹ = (νₖWₖ)⁻¹, D×D: the covariance that stands for the component.</summary>
    public RowMatrix ExpectedCovariance(int component)
    {
        var covariance = new double[Features * Features];
        posterior.Surrogate.Structure.WriteCovariance(posterior.Surrogate, component, covariance);
        return new RowMatrix(covariance, Features);
    }

    /// <summary>The plain mixture of the expected parameters; its weights sum to 1.</summary>
    /// <param name="onlyActive">Whether components that hold at most one row's worth are left out.</param>
    public GaussianMixture ToGaussianMixture(bool onlyActive = false)
    {
        int[] kept = onlyActive && ActiveComponents.Count > 0 ? [.. ActiveComponents] : [.. Enumerable.Range(0, Components)];
        double total = kept.Sum(k => ExpectedWeights[k]);
        return GaussianMixture.Create(
            [.. kept.Select(k => ExpectedWeights[k] / total)],
            RowMatrix.Copy([.. kept.Select(k => Means.Row(k).ToArray())]),
            [.. kept.Select(ExpectedCovariance)], Covariance, FeatureNames);
    }

    /// <summary>The posterior of some of the features: with full and tied covariances Wₖ becomes ((Wₖ⁻¹)ₐₐ)⁻¹ and νₖ falls by the features left out, D − d; elsewhere νₖ and the precisions
    /// stay. βₖ and the weights stay. Its predictive density is the marginal one of this, whose components keep their degrees of freedom.</summary>
    /// <param name="features">The features to keep, counted from 0, in the order wanted; each at most once.</param>
    /// <exception cref="ArgumentException">No feature, one that there is not, or one twice.</exception>
    public new VariationalGaussianMixture Marginal(params ReadOnlySpan<int> features) => (VariationalGaussianMixture)base.Marginal(features);

    /// <summary>Draws a plain mixture from the posterior of the parameters.</summary>
    /// <param name="seed">The seed.</param>
    public GaussianMixture SampleParameters(Seed seed = default) => new PosteriorDraw(posterior, prior, new RandomSource(seed)).Mixture(FeatureNames);

    /// <summary>Draws rows from the predictive density: a component by its weight, then a row from its t. With a Dirichlet process also from the weight that the sticks leave.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    public new RowMatrix Sample(int count, Seed seed = default) => base.Sample(count, seed);

    /// <summary>Draws rows from the predictive density, and tells which component each came from.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    /// <param name="labels">Receives the component that each row came from, counted from 0; K for the weight that the sticks of a process leave: a component that the data have not shown.</param>
    public new RowMatrix Sample(int count, Seed seed, out int[] labels) => base.Sample(count, seed, out labels);

    private protected override RealVector DrawnWeights => core.PredictiveWeights;

    private protected override Mixture PartOf(int[] features, string[] names)
    {
        var kept = PosteriorMarginal.Of(prior, Covariance, features);
        return new VariationalGaussianMixture(PosteriorMarginal.Of(posterior, prior, kept, features), kept, names);
    }

    // E[Λ] = L⁻ᵀL⁻¹
    private double[] ExpectedPrecision(int component)
    {
        int d = Features;
        var factor = posterior.Surrogate.Structure.FactorOf(posterior.Surrogate, component);
        var precision = new double[d * d];
        var row = new double[d];
        for (int i = 0; i < d; i++)
        {
            Whitening.Row(factor, d, i, row);
            for (int a = 0; a <= i; a++)
            {
                VectorLoops.AddScaled(row, row[a], precision.AsSpan(a * d, d));
            }
        }

        return precision;
    }
}
