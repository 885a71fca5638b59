using MathNet.Numerics;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Models;

/// <summary>p(x) = Σₖ πₖ Poisson(x|λₖ): counts from K sources, each with a rate of its own.</summary>
public sealed record PoissonRates(double[] Weights, double[] Rates);

/// <summary>How a mixture of Poisson distributions is estimated.</summary>
public sealed class PoissonMixture : IMixtureFamily<PoissonRates, Sums>
{
    public int ComponentCount(PoissonRates model) => model.Rates.Length;

    public int ParameterCount(PoissonRates model) => (2 * model.Rates.Length) - 1;

    // for every component Σ r and Σ r x
    public Sums CreateStatistics(PoissonRates model) => new(2 * model.Rates.Length);

    // log πₖ + x log λₖ − λₖ − log x!
    public void LogJoint(PoissonRates model, RowBlock rows, Sums statistics, ComponentBlock destination)
    {
        for (int k = 0; k < model.Rates.Length; k++)
        {
            double constant = Math.Log(model.Weights[k]) - model.Rates[k];
            for (int i = 0; i < rows.Count; i++)
            {
                double x = rows[i][0];
                destination[k][i] = constant + (x * Math.Log(model.Rates[k])) - SpecialFunctions.GammaLn(x + 1);
            }
        }
    }

    public void Accumulate(PoissonRates model, RowBlock rows, ComponentBlock responsibilities, Sums statistics)
    {
        for (int k = 0; k < model.Rates.Length; k++)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                statistics[2 * k] += responsibilities[k][i];
                statistics[(2 * k) + 1] += responsibilities[k][i] * rows[i][0];
            }
        }
    }

    // πₖ = Σ r / Σ w, λₖ = Σ r x / Σ r
    public PoissonRates Maximize(PoissonRates current, Sums statistics)
    {
        var components = Enumerable.Range(0, current.Rates.Length);
        double total = components.Sum(k => statistics[2 * k]);
        return new(
            [.. components.Select(k => statistics[2 * k] / total)],
            [.. components.Select(k => statistics[(2 * k) + 1] / statistics[2 * k])]);
    }
}
