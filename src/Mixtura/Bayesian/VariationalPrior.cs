using MathNet.Numerics;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>p(π), p(μ, Λ): the priors with every number in place, and the divergences from them (Bishop, PRML, 10.38–10.40, 10.70–10.77).</summary>
internal sealed class VariationalPrior
{
    private readonly double[] inverseScale;
    private readonly double[] concentrations;
    private readonly double logNormalizer;

    /// <param name="options">The priors; what is null in them follows the data.</param>
    /// <param name="summary">The data's moments.</param>
    public VariationalPrior(VariationalOptions options, DataSummary summary)
        : this(Completed(options, summary), summary.Columns)
    {
    }

    /// <param name="options">The priors, nothing null in them.</param>
    /// <param name="features">D.</param>
    public VariationalPrior(VariationalOptions options, int features)
    {
        Storage = options.Covariance.Storage;
        Features = features;
        IsProcess = options.WeightPrior == WeightPrior.DirichletProcess;
        concentrations = CheckedConcentrations(options);
        ConcentrationPrior = IsProcess ? options.ConcentrationPrior : null;
        Concentration = ConcentrationPrior is { } gamma ? gamma.Shape / gamma.Rate : options.WeightConcentration;
        MeanPrecision = options.MeanPrecision;
        Mean = Checked(options.Mean!, features);
        Freedom = options.DegreesOfFreedom!.Value;
        double least = Storage.HasCorrelations ? features - 1 : 0;
        if (!(Freedom > least) || !double.IsFinite(Freedom))
        {
            throw new InputException($"The prior's degrees of freedom are {Freedom}. With {options.Covariance} covariances of {Counted.Of(features, "feature")} they must be above {least}.");
        }

        inverseScale = Checked(options.InverseScale!.Value, features);
        logNormalizer = Storage.HasCorrelations ? LogWishartNormalizer(LogDeterminantOfScale(), Freedom) : double.NaN;
        Moments = new GaussianPrior(MeanPrecision, Mean, inverseScale, Storage.IsSpherical ? Freedom / features : Freedom);
    }

    /// <summary>How the covariances are kept.</summary>
    public CovarianceStorage Storage { get; }

    /// <summary>D.</summary>
    public int Features { get; }

    /// <summary>α₀; where it has a prior, its mean.</summary>
    public double Concentration { get; }

    /// <summary>Shape and rate of the gamma prior on the concentration of a process, or null where that is fixed.</summary>
    public (double Shape, double Rate)? ConcentrationPrior { get; }

    /// <summary>Whether the weights come from a Dirichlet process.</summary>
    public bool IsProcess { get; }

    /// <summary>β₀.</summary>
    public double MeanPrecision { get; }

    /// <summary>m₀.</summary>
    public double[] Mean { get; }

    /// <summary>ν₀.</summary>
    public double Freedom { get; }

    /// <summary>W₀⁻¹.</summary>
    public ReadOnlySpan<double> InverseScale => inverseScale;

    /// <summary>What the M-step adds: β₀ rows at m₀, the scatter W₀⁻¹, ν₀ rows in the divisor. With it, the maximum-likelihood M-step is
    /// 10.60–10.63, its covariance (νₖWₖ)⁻¹.</summary>
    public GaussianPrior Moments { get; }

    /// <summary>α₀ of a component of a Dirichlet.</summary>
    public double ConcentrationOf(int component) => concentrations.Length > 0 ? concentrations[component] : Concentration;

    /// <summary>α₀ of each component of a Dirichlet, where they differ; else null.</summary>
    public IReadOnlyList<double>? Concentrations => concentrations.Length > 0 ? Array.AsReadOnly(concentrations) : null;

    /// <summary>The number of components that the prior is for, or null for any.</summary>
    public int? Components => concentrations.Length > 0 ? concentrations.Length : null;

    /// <summary>E[ln|Λₖ|] (10.65) from ln|(νW)⁻¹| of the component's expected precision's inverse.</summary>
    public double ExpectedLogPrecision(double freedom, double logDeterminant)
    {
        if (!Storage.HasCorrelations)
        {
            return (Features * (SpecialFunctions.DiGamma(freedom / 2) - Math.Log(freedom / 2))) - logDeterminant;
        }

        double sum = (Features * Math.Log(2 / freedom)) - logDeterminant;
        for (int i = 0; i < Features; i++)
        {
            sum += SpecialFunctions.DiGamma((freedom - i) / 2);
        }

        return sum;
    }

    /// <summary>E_q[ln p(μₖ | Λₖ)] and E_q[ln q(μₖ | Λₖ)], the parts of 10.74 and 10.77 that belong to a mean.</summary>
    public (double Prior, double Posterior) MeanTerms(VariationalPosterior posterior, int k)
    {
        double beta = posterior.MeanPrecisions[k];
        double logPrecision = posterior.ExpectedLogPrecisions[k];
        double twoPi = 2 * Math.PI;
        double prior = 0.5 * ((Features * Math.Log(MeanPrecision / twoPi)) + logPrecision - (Features * MeanPrecision / beta) - (MeanPrecision * posterior.SquaredDistance(k, Mean)));
        return (prior, 0.5 * ((Features * Math.Log(beta / twoPi)) + logPrecision - Features));
    }

    /// <summary>E_q[ln p(Λₖ)] and E_q[ln q(Λₖ)]: Wishart, or independent gamma distributions of the precisions.</summary>
    public (double Prior, double Posterior) PrecisionTerms(VariationalPosterior posterior, int k) =>
        Storage.HasCorrelations ? WishartTerms(posterior, k) : GammaTerms(posterior, k);

    private (double Prior, double Posterior) WishartTerms(VariationalPosterior posterior, int k)
    {
        double freedom = posterior.Freedoms[k];
        double logPrecision = posterior.ExpectedLogPrecisions[k];
        double logScale = (-Features * Math.Log(freedom)) - (2 * posterior.Surrogate.LogDeterminants[k]);
        double prior = logNormalizer + (0.5 * (Freedom - Features - 1) * logPrecision) - (0.5 * posterior.TraceOf(k, inverseScale));
        double own = LogWishartNormalizer(logScale, freedom) + (0.5 * (freedom - Features - 1) * logPrecision) - (0.5 * freedom * Features);
        return (prior, own);
    }

    // λⱼ ~ Gamma(ν/2, rate): the rate is half of the scatter, ν σ²/2
    private (double Prior, double Posterior) GammaTerms(VariationalPosterior posterior, int k)
    {
        double a = posterior.Freedoms[k] / 2;
        double a0 = Freedom / 2;
        double prior = 0;
        double own = 0;
        for (int j = 0; j < (Storage.IsSpherical ? 1 : Features); j++)
        {
            double variance = posterior.Surrogate.Covariances[Storage.IsSpherical ? k : (k * Features) + j];
            double rate = a * variance;
            double rate0 = 0.5 * (Storage.IsSpherical ? Trace() : inverseScale[j * (Features + 1)]);
            double logLambda = SpecialFunctions.DiGamma(a) - Math.Log(rate);
            prior += (a0 * Math.Log(rate0)) - SpecialFunctions.GammaLn(a0) + ((a0 - 1) * logLambda) - (rate0 * a / rate);
            own += (a * Math.Log(rate)) - SpecialFunctions.GammaLn(a) + ((a - 1) * logLambda) - a;
        }

        return (prior, own);
    }

    private double Trace()
    {
        double sum = 0;
        for (int j = 0; j < Features; j++)
        {
            sum += inverseScale[j * (Features + 1)];
        }

        return sum;
    }

    // ln B(W, ν) of B.79
    private double LogWishartNormalizer(double logDeterminantOfScale, double freedom)
    {
        double sum = (freedom / 2 * logDeterminantOfScale) + (freedom * Features / 2 * Math.Log(2)) + (Features * (Features - 1) / 4.0 * Math.Log(Math.PI));
        for (int i = 0; i < Features; i++)
        {
            sum += SpecialFunctions.GammaLn((freedom - i) / 2);
        }

        return -sum;
    }

    private double LogDeterminantOfScale()
    {
        var factor = new double[Features * Features];
        return Cholesky.TryFactor(inverseScale, Features, factor)
            ? -2 * Cholesky.LogDeterminant(factor, Features)
            : throw new InputException("The prior's inverse scale matrix is not positive definite. Features are constant or collinear: leave one out, or use diagonal covariances.");
    }

    private static VariationalOptions Completed(VariationalOptions options, DataSummary summary) => options with
    {
        Mean = options.Mean ?? summary.Mean.ToArray(),
        DegreesOfFreedom = options.DegreesOfFreedom ?? summary.Columns,
        InverseScale = options.InverseScale
            ?? new RowMatrix(Array.ConvertAll(summary.Covariance.Values.ToArray(), value => summary.Columns * value), summary.Columns),
    };

    private static double[] CheckedConcentrations(VariationalOptions options) => options.WeightConcentrations is not { } given ? []
        : options.WeightPrior == WeightPrior.Dirichlet && given.All(static value => value > 0 && double.IsFinite(value)) ? [.. given]
        : throw new InputException("The concentrations of the weights' prior are one number above 0 a component, and for a Dirichlet only.");

    private static double[] Checked(IReadOnlyList<double> mean, int d) => mean.Count == d && mean.All(double.IsFinite)
        ? [.. mean]
        : throw new InputException($"The prior's mean has {Counted.Of(mean.Count, "number")} for {Counted.Of(d, "feature")}, or one that is not finite. Give a finite one a feature.");

    private static double[] Checked(RowMatrix scale, int d) => scale.Rows == d && scale.Columns == d
        ? scale.Values.ToArray()
        : throw new InputException($"The prior's inverse scale matrix is {scale.Rows}×{scale.Columns} for {Counted.Of(d, "feature")}. Give a {d}×{d} matrix.");
}
