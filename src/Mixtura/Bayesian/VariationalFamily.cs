using MathNet.Numerics;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Bayesian;

/// <summary>Variational Bayes for Gaussian mixtures in the engine's terms: the E-step of any mixture, an M-step for the posterior of the parameters, and −KL(q ‖ p)
/// of that posterior beside the sum over the rows.</summary>
internal sealed class VariationalFamily(VariationalPrior prior) : IMixtureFamily<VariationalPosterior, GaussianStatistics>
{
    private readonly GaussianFamily gaussians = new(0, null, prior.Moments);

    public int BlockRows(VariationalPosterior model) => gaussians.BlockRows(model.Surrogate);

    public int ComponentCount(VariationalPosterior model) => model.Counts.Length;

    public int ParameterCount(VariationalPosterior model) => gaussians.ParameterCount(model.Surrogate);

    public GaussianStatistics CreateStatistics(VariationalPosterior model) => gaussians.CreateStatistics(model.Surrogate);

    public void LogJoint(VariationalPosterior model, RowBlock rows, GaussianStatistics statistics, ComponentBlock destination) =>
        statistics.LogJoint(model.Surrogate, rows, destination);

    public void Accumulate(VariationalPosterior model, RowBlock rows, ComponentBlock responsibilities, GaussianStatistics statistics) =>
        statistics.Add(model.Surrogate, responsibilities);

    /// <summary>10.58–10.63.</summary>
    public VariationalPosterior Maximize(VariationalPosterior current, GaussianStatistics statistics) => FromStatistics(current.Surrogate, statistics, current.ExpectedConcentration);

    /// <summary>The same, from statistics taken under any mixture.</summary>
    /// <param name="current">The mixture.</param>
    /// <param name="statistics">Its statistics.</param>
    /// <param name="concentration">E[α] so far, where it has a prior.</param>
    public VariationalPosterior FromStatistics(GaussianParameters current, GaussianStatistics statistics, double concentration = double.NaN) =>
        new(prior, gaussians.Maximize(current, statistics), statistics.Counts.ToArray(), concentration);

    public void MoveTo(VariationalPosterior source, VariationalPosterior target, GaussianStatistics statistics) => statistics.MoveTo(source.Surrogate, target.Surrogate);

    /// <summary>−KL(q(π) ‖ p(π)) − KL(q(μ, Λ) ‖ p(μ, Λ)).</summary>
    public double ObjectiveTerm(VariationalPosterior model)
    {
        var (weights, weightPosterior) = WeightTerms(model);
        var (parameters, parameterPosterior) = ParameterTerms(model);
        return weights - weightPosterior + parameters - parameterPosterior;
    }

    /// <summary>The components by falling expected count; those of a process keep their order, which is that of the sticks.</summary>
    public int[] OrderByCount(VariationalPosterior model)
    {
        var components = Enumerable.Range(0, model.Counts.Length);
        return [.. prior.IsProcess ? components : components.OrderByDescending(k => model.Counts[k])];
    }

    /// <summary>The components in another order; a process keeps its own.</summary>
    public VariationalPosterior Reordered(VariationalPosterior model, int[] order)
    {
        double[] InOrder(double[] values) => Array.ConvertAll(order, k => values[k]);
        return prior.IsProcess
            ? model
            : new VariationalPosterior(prior, model.Surrogate.Reordered(order), (InOrder(model.First), []), InOrder(model.MeanPrecisions), InOrder(model.Freedoms));
    }

    public Degeneracy? FindDegeneracy(VariationalPosterior model) => DegeneracyRules.FindSingular(model.Surrogate);

    /// <summary>The bound's parts, with the statistics of the E-step under this posterior.</summary>
    /// <param name="model">The posterior.</param>
    /// <param name="statistics">Its statistics.</param>
    /// <param name="bound">The bound of that E-step.</param>
    public BoundTerms Terms(VariationalPosterior model, GaussianStatistics statistics, double bound)
    {
        var (weights, weightPosterior) = WeightTerms(model);
        var (parameters, parameterPosterior) = ParameterTerms(model);
        double data = 0;
        double assignments = 0;
        int d = prior.Features;
        for (int k = 0; k < model.Counts.Length; k++)
        {
            double count = statistics.Counts[k];
            assignments += count * model.ExpectedLogWeights[k];
            data += count * 0.5 * (model.ExpectedLogPrecisions[k] - (d / model.MeanPrecisions[k]) - (d * Math.Log(2 * Math.PI)));
        }

        data -= 0.5 * SquaredDistances(model, statistics);
        double sum = bound - ObjectiveTerm(model);
        return new BoundTerms(data, assignments, weights, parameters, data + assignments - sum, weightPosterior, parameterPosterior);
    }

    // Σₖ tr(E[Λₖ] Σᵢ r (x − mₖ)(x − mₖ)ᵀ), from the moments about mₖ
    private double SquaredDistances(VariationalPosterior model, GaussianStatistics statistics)
    {
        int d = prior.Features;
        double sum = 0;
        for (int k = 0; k < (prior.Storage.IsShared ? 1 : model.Counts.Length); k++)
        {
            var scatter = statistics.Scatter(k);
            if (prior.Storage.IsSpherical)
            {
                sum += scatter[0] / model.Surrogate.Covariances[k];
            }
            else if (!prior.Storage.HasCorrelations)
            {
                for (int j = 0; j < d; j++)
                {
                    sum += scatter[j] / model.Surrogate.Covariances[(k * d) + j];
                }
            }
            else
            {
                var whole = new double[d * d];
                for (int a = 0, entry = 0; a < d; a++)
                {
                    for (int b = 0; b <= a; b++, entry++)
                    {
                        whole[(a * d) + b] = whole[(b * d) + a] = scatter[entry];
                    }
                }

                sum += model.TraceOf(k, whole);
            }
        }

        return sum;
    }

    private (double Prior, double Posterior) WeightTerms(VariationalPosterior model)
    {
        double own = 0;
        double others = 0;
        int count = model.Counts.Length;
        if (prior.IsProcess)
        {
            for (int k = 0; k < count; k++)
            {
                double both = SpecialFunctions.DiGamma(model.First[k] + model.Second[k]);
                double logStick = SpecialFunctions.DiGamma(model.First[k]) - both;
                double logRest = SpecialFunctions.DiGamma(model.Second[k]) - both;
                others += model.ExpectedLogConcentration + ((model.ExpectedConcentration - 1) * logRest);
                own += SpecialFunctions.GammaLn(model.First[k] + model.Second[k]) - SpecialFunctions.GammaLn(model.First[k]) - SpecialFunctions.GammaLn(model.Second[k])
                    + ((model.First[k] - 1) * logStick) + ((model.Second[k] - 1) * logRest);
            }

            return prior.ConcentrationPrior is { } gamma ? (others + LogGamma(gamma, model), own + LogGamma(model.Concentration, model)) : (others, own);
        }

        others = SpecialFunctions.GammaLn(Enumerable.Range(0, count).Sum(prior.ConcentrationOf));
        own = SpecialFunctions.GammaLn(model.First.Sum());
        for (int k = 0; k < count; k++)
        {
            others += ((prior.ConcentrationOf(k) - 1) * model.ExpectedLogWeights[k]) - SpecialFunctions.GammaLn(prior.ConcentrationOf(k));                                              // 10.73
            own += ((model.First[k] - 1) * model.ExpectedLogWeights[k]) - SpecialFunctions.GammaLn(model.First[k]);           // 10.76
        }

        return (others, own);
    }

    // E_q[ln Gamma(α | shape, rate)]
    private static double LogGamma((double Shape, double Rate) gamma, VariationalPosterior model) =>
        (gamma.Shape * Math.Log(gamma.Rate)) - SpecialFunctions.GammaLn(gamma.Shape)
        + ((gamma.Shape - 1) * model.ExpectedLogConcentration) - (gamma.Rate * model.ExpectedConcentration);

    // a shared precision has one prior and one posterior, every mean its own
    private (double Prior, double Posterior) ParameterTerms(VariationalPosterior model)
    {
        double others = 0;
        double own = 0;
        for (int k = 0; k < model.Counts.Length; k++)
        {
            var mean = prior.MeanTerms(model, k);
            var precision = k == 0 || !prior.Storage.IsShared ? prior.PrecisionTerms(model, k) : (0, 0);
            others += mean.Prior + precision.Prior;                                                                          // 10.74
            own += mean.Posterior + precision.Posterior;                                                                     // 10.77
        }

        return (others, own);
    }
}
