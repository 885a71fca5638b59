using MathNet.Numerics;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>A Gaussian mixture whose parameters are distributions: the mean-field posterior q(π)·Πₖ q(μₖ, Λₖ) of Bishop, PRML, section 10.2. Immutable.</summary>
public sealed class VariationalGaussianMixture
{
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
    public IReadOnlyList<double> Counts => posterior.Counts;

    /// <summary>αₖ (10.58), or the first parameter of each stick's beta distribution.</summary>
    public IReadOnlyList<double> WeightConcentration => posterior.First;

    /// <summary>The second parameter of each stick's beta distribution; empty for a Dirichlet.</summary>
    public IReadOnlyList<double> StickRemainder => prior.IsProcess ? posterior.Second : [];

    /// <summary>βₖ (10.60).</summary>
    public IReadOnlyList<double> MeanPrecision => posterior.MeanPrecisions;

    /// <summary>νₖ (10.63).</summary>
    public IReadOnlyList<double> DegreesOfFreedom => posterior.Freedoms;

    /// <summary>mₖ, K×D (10.61).</summary>
    public RowMatrix Means => new((double[])posterior.Surrogate.Means.Clone(), Features);

    /// <summary>The components that hold more than one row's worth.</summary>
    public IReadOnlyList<int> ActiveComponents => [.. Enumerable.Range(0, Components).Where(k => posterior.Counts[k] > 1)];

    /// <summary>Every prior that was used.</summary>
    public PriorValues Prior => new(
        prior.IsProcess ? WeightPrior.DirichletProcess : WeightPrior.Dirichlet, prior.Concentration, prior.MeanPrecision, prior.Mean, prior.Freedom, new RowMatrix(prior.InverseScale.ToArray(), Features));

    /// <summary>E[πₖ].</summary>
    public IReadOnlyList<double> ExpectedWeights => prior.IsProcess ? Sticks() : [.. posterior.First.Select(alpha => alpha / posterior.First.Sum())];

    /// <summary>Fits the posterior to rows.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="maxComponents">K; superfluous components end empty.</param>
    /// <param name="options">Priors and how to fit; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the fit; the best so far is returned.</param>
    /// <exception cref="DataException">The data or the priors cannot be used.</exception>
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
        var values = new double[count * Features];
        for (int i = 0; i < count; i++)
        {
            DrawParameters(new RandomStream(seed, (ulong)i)).Sample(1, seed + (ulong)i).Values.Span.CopyTo(values.AsSpan(i * Features));
        }

        return new RowMatrix(values, Features);
    }

    /// <summary>Draws a plain mixture from the posterior of the parameters.</summary>
    /// <param name="seed">The seed.</param>
    public GaussianMixture SampleParameters(ulong seed = 0) => DrawParameters(new RandomStream(seed));

    /// <summary>The log of the predictive density (10.81), a mixture of Student's t, one a row, in nats. With a Dirichlet process the weight that the K
    /// sticks leave is given to the prior's own predictive density, so that it integrates to 1.</summary>
    public double[] LogDensity(RowMatrix rows)
    {
        var weights = ExpectedWeights;
        double rest = prior.IsProcess ? Math.Max(0, 1 - weights.Sum()) : 0;
        var result = new double[rows.Rows];
        var terms = new double[Components + 1];
        for (int i = 0; i < result.Length; i++)
        {
            double[] point = rows.Row(i).ToArray();
            for (int k = 0; k < Components; k++)
            {
                terms[k] = Math.Log(weights[k]) + LogStudent(k, point);
            }

            terms[Components] = rest > 0 ? Math.Log(rest) + LogStudentOfPrior(point) : double.NegativeInfinity;
            double largest = terms.Max();
            result[i] = largest + Math.Log(terms.Sum(term => Math.Exp(term - largest)));
        }

        return result;
    }

    /// <summary>rᵢₖ (10.46–10.49), N×K.</summary>
    public RowMatrix Responsibilities(RowMatrix rows)
    {
        var surrogate = new GaussianMixture(posterior.Surrogate, FeatureNames);
        return MixtureScorer.Responsibilities(surrogate, rows);
    }

    private GaussianMixture DrawParameters(RandomStream random) => new PosteriorDraw(posterior, prior, random).Mixture(FeatureNames);

    // full: a t with ν + 1 − D degrees of freedom and precision (ν + 1 − D)β/(1 + β)·W (10.82); independent features: a product of univariate ones with ν
    private double LogStudent(int k, double[] point)
    {
        double freedom = posterior.Freedoms[k];
        double shrink = posterior.MeanPrecisions[k] / (1 + posterior.MeanPrecisions[k]);
        var surrogate = posterior.Surrogate;
        if (prior.Storage.HasCorrelations)
        {
            double degrees = freedom + 1 - Features;
            double scaled = shrink * posterior.SquaredDistance(k, point) / freedom;                          // (x−m)ᵀW(x−m)·β/(1+β)
            double logPrecision = (-2 * surrogate.LogDeterminants[k]) - (Features * Math.Log(freedom)) + (Features * Math.Log(degrees * shrink));
            return LogStudentKernel(Features, degrees, logPrecision, scaled);
        }

        if (prior.Storage.IsSpherical)
        {
            double variance = surrogate.Covariances[k];
            double squared = shrink * Distance(surrogate.Mean(k), point) / (variance * freedom);
            return LogStudentKernel(Features, freedom, Features * Math.Log(shrink / variance), squared);
        }

        double sum = 0;
        for (int j = 0; j < Features; j++)
        {
            double variance = surrogate.Covariances[(k * Features) + j];
            double deviation = point[j] - surrogate.Mean(k)[j];
            sum += LogStudentKernel(1, freedom, Math.Log(shrink / variance), shrink * deviation * deviation / (variance * freedom));
        }

        return sum;
    }

    // Γ((n+d)/2)/Γ(n/2) |Λ|^½ (nπ)^(−d/2) (1 + Δ²/n)^(−(n+d)/2), with Δ²/n given
    private static double LogStudentKernel(int d, double degrees, double logPrecision, double scaledDistance) =>
        SpecialFunctions.GammaLn((degrees + d) / 2) - SpecialFunctions.GammaLn(degrees / 2) + (0.5 * logPrecision)
        - (0.5 * d * Math.Log(degrees * Math.PI)) - (0.5 * (degrees + d) * Math.Log(1 + scaledDistance));

    private double LogStudentOfPrior(double[] point)
    {
        var empty = new VariationalPosterior(prior, PriorSurrogate(), new double[1]);
        return new VariationalGaussianMixture(empty, prior, []).LogStudent(0, point);
    }

    private GaussianParameters PriorSurrogate()
    {
        double freedom = prior.Storage.IsSpherical ? prior.Freedom / Features : prior.Freedom;
        return GaussianParameters.From(Covariance, Features, [1], prior.Mean, Array.ConvertAll(prior.InverseScale.ToArray(), value => value / freedom));
    }

    private static double Distance(ReadOnlySpan<double> a, double[] b)
    {
        double sum = 0;
        for (int j = 0; j < b.Length; j++)
        {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }

        return sum;
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
