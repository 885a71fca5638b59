using Mixtura.Gaussian;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>One component of the predictive density (10.81) and the weight that it has there.</summary>
/// <param name="Posterior">The posterior of the component's parameters.</param>
/// <param name="Prior">Its prior.</param>
/// <param name="Component">The component.</param>
/// <param name="Weight">The weight.</param>
internal sealed record PredictivePart(VariationalPosterior Posterior, VariationalPrior Prior, int Component, double Weight)
{
    /// <summary>The degrees of freedom n: ν + 1 − D (10.82), ν where the precisions have gamma distributions.</summary>
    public double Degrees { get; } = Prior.Storage.HasCorrelations ? Posterior.Freedoms[Component] + 1 - Prior.Features : Posterior.Freedoms[Component];

    /// <summary>Whether it is a product of univariate t's: independent features, each of a precision of its own.</summary>
    public bool IsProduct { get; } = !Prior.Storage.HasCorrelations && !Prior.Storage.IsSpherical;

    // c of the scale matrix (c/n)·E[Λ]⁻¹, the inverse of 10.82: (1 + β)/β·ν
    private double Spread => (1 + Posterior.MeanPrecisions[Component]) / Posterior.MeanPrecisions[Component] * Posterior.Freedoms[Component];

    /// <summary>The parts of the predictive density: one a component, and one for the weight that the sticks of a process leave, which has the prior's own predictive density.</summary>
    public static PredictivePart[] Of(VariationalPosterior posterior, VariationalPrior prior)
    {
        double[] weights = posterior.ExpectedWeights();
        double rest = prior.IsProcess ? Math.Max(0, 1 - weights.Sum()) : 0;
        var parts = weights.Select((weight, k) => new PredictivePart(posterior, prior, k, weight));
        return rest > 0 ? [.. parts, new PredictivePart(Unseen(posterior.Surrogate.Structure, prior), prior, 0, rest)] : [.. parts];
    }

    /// <summary>Mean and standard deviation of every feature: √(c/(n − 2)·E[Λ]⁻¹ⱼⱼ), +∞ for n ≤ 2.</summary>
    public void WriteMoments(Span<double> means, Span<double> deviations)
    {
        var surrogate = Posterior.Surrogate;
        surrogate.Mean(Component).CopyTo(means);
        surrogate.Structure.Storage.WriteVariances(surrogate, Component, deviations);
        foreach (ref double deviation in deviations)
        {
            deviation = Degrees > 2 ? Math.Sqrt(Spread / (Degrees - 2) * deviation) : double.PositiveInfinity;
        }
    }

    /// <summary>Draws a row: m + √(c/χ²ₙ)·Lz with LLᵀ = E[Λ]⁻¹, z standard normal; where features are independent each has a χ² of its own.</summary>
    public void Sample(RandomSource random, Span<double> row)
    {
        double stretch = Stretch(random);
        var deviates = new double[row.Length];
        for (int j = 0; j < deviates.Length; j++)
        {
            deviates[j] = random.NextGaussian() * (IsProduct && j > 0 ? Stretch(random) : stretch);
        }

        var surrogate = Posterior.Surrogate;
        Whitening.Undo(surrogate.Structure.FactorOf(surrogate, Component), deviates, row);
        var mean = surrogate.Mean(Component);
        for (int j = 0; j < row.Length; j++)
        {
            row[j] += mean[j];
        }
    }

    private double Stretch(RandomSource random) => Math.Sqrt(Spread / (2 * random.NextGamma(Degrees / 2)));

    // a component without a row: its posterior is the prior
    private static VariationalPosterior Unseen(CovarianceStructure structure, VariationalPrior prior)
    {
        double freedom = prior.Storage.IsSpherical ? prior.Freedom / prior.Features : prior.Freedom;
        var surrogate = GaussianParameters.From(structure, prior.Features, [1], prior.Mean, Array.ConvertAll(prior.InverseScale.ToArray(), value => value / freedom));
        return new VariationalPosterior(prior, surrogate, new double[1]);
    }
}
