using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Models;

/// <summary>The same mixture with local coordinates: √πₖ·δlog πₖ and √(πₖλₖ)·δlog λₖ, in which the complete data's information is the identity.</summary>
public sealed class AcceleratedPoissonMixture : IMixtureFamily<PoissonRates, Sums>, IAcceleratedModel<PoissonRates, Sums>
{
    private readonly PoissonMixture plain = new();

    public int ComponentCount(PoissonRates model) => plain.ComponentCount(model);

    public int ParameterCount(PoissonRates model) => plain.ParameterCount(model);

    public Sums CreateStatistics(PoissonRates model) => plain.CreateStatistics(model);

    public void LogJoint(PoissonRates model, RowBlock rows, Sums statistics, ComponentBlock destination) => plain.LogJoint(model, rows, statistics, destination);

    public void Accumulate(PoissonRates model, RowBlock rows, ComponentBlock responsibilities, Sums statistics) =>
        plain.Accumulate(model, rows, responsibilities, statistics);

    public PoissonRates Maximize(PoissonRates current, Sums statistics) => plain.Maximize(current, statistics);

    public int TangentLength(PoissonRates model) => 2 * model.Rates.Length;

    public void Gradient(PoissonRates model, Sums statistics, Span<double> gradient)
    {
        double total = 0;
        for (int k = 0; k < model.Rates.Length; k++)
        {
            total += statistics[2 * k];
        }

        for (int k = 0; k < model.Rates.Length; k++)
        {
            double count = statistics[2 * k] / total;
            double sum = statistics[(2 * k) + 1] / total;
            gradient[2 * k] = (count - model.Weights[k]) / Math.Sqrt(model.Weights[k]);
            gradient[(2 * k) + 1] = (sum - (count * model.Rates[k])) / Math.Sqrt(model.Weights[k] * model.Rates[k]);
        }
    }

    public void Tangent(PoissonRates model, PoissonRates other, Span<double> tangent)
    {
        for (int k = 0; k < model.Rates.Length; k++)
        {
            tangent[2 * k] = Math.Sqrt(model.Weights[k]) * Math.Log(other.Weights[k] / model.Weights[k]);
            tangent[(2 * k) + 1] = Math.Sqrt(model.Weights[k] * model.Rates[k]) * Math.Log(other.Rates[k] / model.Rates[k]);
        }
    }

    public PoissonRates Retract(PoissonRates model, ReadOnlySpan<double> tangent)
    {
        var weights = new double[model.Rates.Length];
        var rates = new double[model.Rates.Length];
        for (int k = 0; k < rates.Length; k++)
        {
            weights[k] = model.Weights[k] * Math.Exp(tangent[2 * k] / Math.Sqrt(model.Weights[k]));
            rates[k] = model.Rates[k] * Math.Exp(tangent[(2 * k) + 1] / Math.Sqrt(model.Weights[k] * model.Rates[k]));
        }

        double total = weights.Sum();
        return new(Array.ConvertAll(weights, weight => weight / total), rates);
    }

    public double StepSize(PoissonRates model, ReadOnlySpan<double> tangent)
    {
        double largest = 0;
        for (int k = 0; k < model.Rates.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(tangent[2 * k]) / Math.Sqrt(model.Weights[k]));
            largest = Math.Max(largest, Math.Abs(tangent[(2 * k) + 1]) / Math.Sqrt(model.Weights[k]));
        }

        return largest;
    }
}
