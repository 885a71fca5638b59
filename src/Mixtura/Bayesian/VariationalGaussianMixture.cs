using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>A Gaussian mixture whose parameters are distributions: the mean-field posterior q(π)·Πₖ q(μₖ, Λₖ) of Bishop, PRML, section 10.2. Immutable.</summary>
public sealed class VariationalGaussianMixture
{
    // apart from the streams of starts, folds and replicates
    private const ulong SamplingStream = 1UL << 52;

    private const int BlockRows = 1024;

    private readonly VariationalPosterior posterior;
    private readonly VariationalPrior prior;

    internal VariationalGaussianMixture(VariationalPosterior posterior, VariationalPrior prior, IReadOnlyList<string> featureNames)
    {
        this.posterior = posterior;
        this.prior = prior;
        FeatureNames = featureNames;
    }

    /// <summary>K.</summary>
    public int Components => posterior.Counts.Length;

    /// <summary>D.</summary>
    public int Features => prior.Features;

    /// <summary>The names of the features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>What the covariances look like.</summary>
    public CovarianceStructure Covariance => posterior.Surrogate.Structure;

    /// <summary>Nₖ, the expected number of rows of each component.</summary>
    public IReadOnlyList<double> Counts => Array.AsReadOnly(posterior.Counts);

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
    public IReadOnlyList<int> ActiveComponents => [.. Enumerable.Range(0, Components).Where(k => posterior.Counts[k] > 1)];

    /// <summary>Every prior that was used.</summary>
    public PriorValues Prior => new(
        prior.IsProcess ? WeightPrior.DirichletProcess : WeightPrior.Dirichlet, prior.Concentration, prior.MeanPrecision, Array.AsReadOnly(prior.Mean), prior.Freedom, new RowMatrix(prior.InverseScale.ToArray(), Features));

    /// <summary>E[πₖ].</summary>
    public IReadOnlyList<double> ExpectedWeights => prior.IsProcess ? Sticks() : [.. posterior.First.Select(alpha => alpha / posterior.First.Sum())];

    /// <summary>Fits the posterior to rows.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="maxComponents">K; superfluous components end empty.</param>
    /// <param name="options">Priors and how to fit; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the fit; the best so far is returned.</param>
    /// <exception cref="InputException">The data or the priors cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before there was anything to return.</exception>
    public static VariationalFit Fit(IRowSource rows, int maxComponents, VariationalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxComponents, 1);
        return new VariationalFitter(rows, maxComponents, options ?? new VariationalOptions(), cancellationToken).Fit();
    }

    /// <inheritdoc cref="Fit(IRowSource, int, VariationalOptions, CancellationToken)"/>
    public static VariationalFit Fit(RowMatrix rows, int maxComponents, VariationalOptions? options = null, CancellationToken cancellationToken = default) =>
        Fit(new MemoryRows(rows), maxComponents, options, cancellationToken);

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

    /// <summary>Draws rows from the posterior predictive: each from a mixture whose parameters are drawn from the posterior.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The seed.</param>
    public RowMatrix Sample(int count, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var values = new double[checked(count * Features)];
        for (int i = 0; i < count; i++)
        {
            // a stream of its own for every row: no row of another seed is like it
            var random = new RandomSource(seed, SamplingStream + (ulong)i);
            DrawParameters(random).Sample(1, random, out _).Values.Span.CopyTo(values.AsSpan(i * Features));
        }

        return new RowMatrix(values, Features);
    }

    /// <summary>Draws a plain mixture from the posterior of the parameters.</summary>
    /// <param name="seed">The seed.</param>
    public GaussianMixture SampleParameters(ulong seed = 0) => DrawParameters(new RandomSource(seed));

    /// <summary>The log of the predictive density (10.81), a mixture of Student's t, one a row, in nats. With a Dirichlet process the weight that the K
    /// sticks leave is given to the prior's own predictive density, so that it integrates to 1.</summary>
    /// <param name="rows">The rows; one that is infinitely far away has −∞, one with a value that is not a number NaN.</param>
    /// <exception cref="InputException">The rows have another number of columns than the model has features.</exception>
    public double[] LogDensity(RowMatrix rows)
    {
        AsMixture().RequireColumns(rows.Columns);
        var result = new double[rows.Rows];
        int blocks = (rows.Rows + BlockRows - 1) / BlockRows;
        ParallelPieces.ForEach(blocks, blocks > 1 ? Environment.ProcessorCount : 1, PredictiveDensities, (block, densities) =>
        {
            var terms = new double[densities.Length];
            for (int i = block * BlockRows; i < Math.Min(rows.Rows, (block + 1) * BlockRows); i++)
            {
                result[i] = LogSum(densities, rows.Row(i), terms);
            }
        });
        return result;
    }

    /// <summary>rᵢₖ (10.46–10.49), N×K.</summary>
    public RowMatrix Responsibilities(RowMatrix rows) => MixtureScorer.Responsibilities(AsMixture(), rows, MissingCells.Refuse);

    private GaussianMixture AsMixture() => new(posterior.Surrogate, FeatureNames);

    private GaussianMixture DrawParameters(RandomSource random) => new PosteriorDraw(posterior, prior, random).Mixture(FeatureNames);

    private PredictiveDensity[] PredictiveDensities()
    {
        var weights = ExpectedWeights;
        double rest = prior.IsProcess ? Math.Max(0, 1 - weights.Sum()) : 0;
        var densities = Enumerable.Range(0, Components).Select(k => new PredictiveDensity(posterior, prior, k, weights[k]));
        return rest > 0
            ? [.. densities, new PredictiveDensity(new VariationalPosterior(prior, PriorSurrogate(), new double[1]), prior, 0, rest)]
            : [.. densities];
    }

    private static double LogSum(PredictiveDensity[] densities, ReadOnlySpan<double> row, double[] terms)
    {
        double largest = double.NegativeInfinity;
        for (int k = 0; k < terms.Length; k++)
        {
            terms[k] = densities[k].LogDensity(row);
            largest = Math.Max(largest, terms[k]);
        }

        double sum = 0;
        foreach (double term in terms)
        {
            sum += Math.Exp(term - largest);
        }

        return double.IsNegativeInfinity(largest) ? largest : largest + Math.Log(sum);
    }

    private GaussianParameters PriorSurrogate()
    {
        double freedom = prior.Storage.IsSpherical ? prior.Freedom / Features : prior.Freedom;
        return GaussianParameters.From(Covariance, Features, [1], prior.Mean, Array.ConvertAll(prior.InverseScale.ToArray(), value => value / freedom));
    }

    private double[] Sticks()
    {
        var weights = new double[Components];
        double rest = 1;
        for (int k = 0; k < weights.Length; k++)
        {
            double share = posterior.First[k] / (posterior.First[k] + posterior.Second[k]);
            weights[k] = rest * share;
            rest *= 1 - share;
        }

        return weights;
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
