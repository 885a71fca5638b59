using MathNet.Numerics;
using Mixtura.Gaussian;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>q(π, μ, Λ): the posterior of the parameters in the engine's working form.</summary>
/// <remarks>The E-step sees it as a Gaussian mixture, the surrogate: weights E[πₖ], means mₖ, covariances E[Λₖ]⁻¹ = (νₖWₖ)⁻¹, and offsets that hold E[ln πₖ] and E[ln|Λₖ|]
/// (10.46, 10.64–10.66). So the kernels are those of maximum likelihood.</remarks>
internal sealed class VariationalPosterior
{
    private readonly VariationalPrior prior;

    /// <param name="prior">The priors.</param>
    /// <param name="surrogate">Means and covariances, prepared.</param>
    /// <param name="counts">Nₖ.</param>
    /// <param name="concentration">E[α] so far, where it has a prior; else it is not looked at.</param>
    public VariationalPosterior(VariationalPrior prior, GaussianParameters surrogate, double[] counts, double concentration = double.NaN)
    {
        this.prior = prior;
        Surrogate = surrogate;
        Counts = counts;
        int k = counts.Length;
        double total = counts.Sum();
        MeanPrecisions = Array.ConvertAll(counts, count => prior.MeanPrecision + count);                                     // 10.60
        double own = prior.Storage.IsSpherical ? prior.Features : 1;
        Freedoms = Array.ConvertAll(counts, count => prior.Freedom + (own * (prior.Storage.IsShared ? total : count)));       // 10.63
        ExpectedLogPrecisions = new double[k];
        First = new double[k];
        Second = new double[k];
        ExpectedLogWeights = new double[k];
        SetWeights(prior.ConcentrationPrior is null || double.IsNaN(concentration) ? prior.Concentration : concentration);
        Complete();
    }

    /// <summary>A posterior of known parameters.</summary>
    /// <param name="prior">The priors.</param>
    /// <param name="surrogate">Means and covariances, prepared.</param>
    /// <param name="weights">αₖ, or both parameters of each stick; of the second none for a Dirichlet.</param>
    /// <param name="meanPrecisions">βₖ.</param>
    /// <param name="freedoms">νₖ.</param>
    public VariationalPosterior(VariationalPrior prior, GaussianParameters surrogate, (double[] First, double[] Second) weights, double[] meanPrecisions, double[] freedoms)
    {
        this.prior = prior;
        Surrogate = surrogate;
        Counts = Array.ConvertAll(meanPrecisions, precision => Math.Max(0, precision - prior.MeanPrecision));
        MeanPrecisions = meanPrecisions;
        Freedoms = freedoms;
        ExpectedLogPrecisions = new double[Counts.Length];
        First = weights.First;
        Second = prior.IsProcess ? weights.Second : new double[Counts.Length];
        ExpectedLogWeights = new double[Counts.Length];
        Complete();
    }

    /// <summary>The mixture that the E-step sees.</summary>
    public GaussianParameters Surrogate { get; }

    /// <summary>Nₖ (10.51) of the E-step that led here.</summary>
    public double[] Counts { get; }

    /// <summary>αₖ (10.58), or the first parameter of each stick's beta distribution.</summary>
    public double[] First { get; }

    /// <summary>The second parameter of each stick's beta distribution; unused for a Dirichlet.</summary>
    public double[] Second { get; }

    /// <summary>E[α], the concentration of a process; the prior's where it is fixed.</summary>
    public double ExpectedConcentration { get; private set; }

    /// <summary>E[ln α].</summary>
    public double ExpectedLogConcentration { get; private set; }

    /// <summary>Shape and rate of q(α), where the concentration has a prior.</summary>
    public (double Shape, double Rate) Concentration { get; private set; }

    /// <summary>βₖ.</summary>
    public double[] MeanPrecisions { get; }

    /// <summary>νₖ.</summary>
    public double[] Freedoms { get; }

    /// <summary>E[ln πₖ] (10.66).</summary>
    public double[] ExpectedLogWeights { get; }

    /// <summary>E[ln|Λₖ|] (10.65).</summary>
    public double[] ExpectedLogPrecisions { get; }

    /// <summary>(m − x)ᵀ E[Λₖ] (m − x).</summary>
    public double SquaredDistance(int component, double[] point)
    {
        int d = Surrogate.Features;
        var deviation = new double[d];
        for (int j = 0; j < d; j++)
        {
            deviation[j] = Surrogate.Mean(component)[j] - point[j];
        }

        var whitened = new double[d];
        Whitening.Apply(Surrogate.Structure.FactorOf(Surrogate, component), deviation, whitened);
        return whitened.Sum(static value => value * value);
    }

    /// <summary>tr(E[Λₖ]·M) for a D×D matrix.</summary>
    public double TraceOf(int component, double[] matrix) =>
        Gaussian.Covariances.Triangle.TraceOfQuotient(matrix, Surrogate.Structure.FactorOf(Surrogate, component), Surrogate.Features);

    /// <summary>E[πₖ]; those of a process leave a rest to sticks beyond the K-th.</summary>
    public double[] ExpectedWeights()
    {
        double total = First.Sum();
        return prior.IsProcess ? Sticks() : Array.ConvertAll(First, alpha => alpha / total);
    }

    private double[] Sticks()
    {
        var weights = new double[First.Length];
        double rest = 1;
        for (int k = 0; k < weights.Length; k++)
        {
            double share = First[k] / (First[k] + Second[k]);
            weights[k] = rest * share;
            rest *= 1 - share;
        }

        return weights;
    }

    private void Complete()
    {
        SetConcentration(prior.IsProcess ? SetStickLogs() : 0);
        double total = SpecialFunctions.DiGamma(First.Sum());
        for (int k = 0; k < First.Length && !prior.IsProcess; k++)
        {
            ExpectedLogWeights[k] = SpecialFunctions.DiGamma(First[k]) - total;                                              // 10.66
        }

        ExpectedWeights().CopyTo(Surrogate.Weights, 0);
        SetOffsets();
    }

    private void SetWeights(double concentration)
    {
        double rest = Counts.Sum();
        for (int k = 0; k < Counts.Length; k++)
        {
            rest -= Counts[k];
            First[k] = (prior.IsProcess ? 1 : prior.ConcentrationOf(k)) + Counts[k];                                              // 10.58
            Second[k] = concentration + Math.Max(0, rest);
        }
    }

    // E[ln πₖ] of the sticks; returns Σ E[ln(1 − vₖ)]
    private double SetStickLogs()
    {
        double sticks = 0;
        for (int k = 0; k < First.Length; k++)
        {
            double both = SpecialFunctions.DiGamma(First[k] + Second[k]);
            ExpectedLogWeights[k] = SpecialFunctions.DiGamma(First[k]) - both + sticks;
            sticks += SpecialFunctions.DiGamma(Second[k]) - both;
        }

        return sticks;
    }

    // q(α) given the sticks: Gamma(s₁ + K, s₂ − Σ E[ln(1 − vₖ)]) (Blei and Jordan 2006)
    private void SetConcentration(double sticks)
    {
        ExpectedConcentration = prior.Concentration;
        ExpectedLogConcentration = Math.Log(prior.Concentration);
        if (prior.ConcentrationPrior is { } gamma)
        {
            Concentration = (gamma.Shape + Counts.Length, gamma.Rate - sticks);
            ExpectedConcentration = Concentration.Shape / Concentration.Rate;
            ExpectedLogConcentration = SpecialFunctions.DiGamma(Concentration.Shape) - Math.Log(Concentration.Rate);
        }
    }

    private void SetOffsets()
    {
        int d = Surrogate.Features;
        for (int k = 0; k < Counts.Length; k++)
        {
            ExpectedLogPrecisions[k] = prior.ExpectedLogPrecision(Freedoms[k], 2 * Surrogate.LogDeterminants[k]);
            Surrogate.Offsets[k] = ExpectedLogWeights[k] + (0.5 * ExpectedLogPrecisions[k]) - (0.5 * d * Math.Log(2 * Math.PI)) - (0.5 * d / MeanPrecisions[k]);
            Surrogate.Packed.SetComponent(k, Surrogate.Mean(k), Surrogate.Structure.FactorOf(Surrogate, k), Surrogate.Offsets[k]);
        }

        Surrogate.Packed.Complete();
    }
}
