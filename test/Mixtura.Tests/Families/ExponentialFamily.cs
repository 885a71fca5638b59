using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Tests.Families;

/// <summary>p(x) = Σₖ πₖ λₖ e^(−λₖ x): waiting times of K kinds.</summary>
public sealed record WaitingTimes(double[] Weights, double[] Rates);

/// <summary>Exponential waiting times as a kind of component: all that starts, search, selection, files and reports ask for.</summary>
public sealed class ExponentialFamily : IComponentFamily<WaitingTimes, Sums>
{
    public string Name => "exponential";

    public int ComponentCount(WaitingTimes model) => model.Rates.Length;

    public int FeatureCount(WaitingTimes model) => 1;

    public int ParameterCount(WaitingTimes model) => (2 * model.Rates.Length) - 1;

    public ReadOnlySpan<double> WeightsOf(WaitingTimes model) => model.Weights;

    public string? FindFault(ReadOnlySpan<double> row, out int feature)
    {
        feature = 0;
        return row[0] < 0 ? "which is no waiting time. Correct the value." : null;
    }

    public Sums CreateStatistics(WaitingTimes model) => new(2 * model.Rates.Length);

    public void LogJoint(WaitingTimes model, RowBlock rows, Sums statistics, ComponentBlock destination)
    {
        for (int k = 0; k < model.Rates.Length; k++)
        {
            double offset = Math.Log(model.Weights[k]) + Math.Log(model.Rates[k]);
            for (int i = 0; i < rows.Count; i++)
            {
                destination[k][i] = offset - (model.Rates[k] * rows[i][0]);
            }
        }
    }

    public void Accumulate(WaitingTimes model, RowBlock rows, ComponentBlock responsibilities, Sums statistics)
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

    public WaitingTimes Maximize(WaitingTimes current, Sums statistics)
    {
        int count = current.Rates.Length;
        double total = Enumerable.Range(0, count).Sum(k => statistics[2 * k]);
        return new WaitingTimes(
            [.. Enumerable.Range(0, count).Select(k => statistics[2 * k] / total)], [.. Enumerable.Range(0, count).Select(k => statistics[2 * k] / statistics[(2 * k) + 1])]);
    }

    public WaitingTimes Pooled(DataSummary summary, int components) =>
        new([.. Enumerable.Repeat(1.0 / components, components)], [.. Enumerable.Repeat(1 / summary.Mean.Span[0], components)]);

    public WaitingTimes Compose(IReadOnlyList<ComponentOf<WaitingTimes>> parts) =>
        new([.. parts.Select(static part => part.Weight)], [.. parts.Select(static part => part.Model.Rates[part.Component])]);

    public WaitingTimes Marginal(WaitingTimes model, ReadOnlySpan<int> features) => model;

    public void WriteMoments(WaitingTimes model, int component, Span<double> means, Span<double> deviations) =>
        means[0] = deviations[0] = 1 / model.Rates[component];

    public void Sample(WaitingTimes model, int component, RandomSource random, Span<double> row) =>
        row[0] = -Math.Log(1 - random.NextUniform()) / model.Rates[component];

    public IReadOnlyList<ParameterArray> Describe(WaitingTimes model) =>
        [new("weights", model.Weights, model.Weights.Length), new("rates", model.Rates, model.Rates.Length)];

    public WaitingTimes Create(IReadOnlyDictionary<string, ParameterArray> parameters) =>
        parameters.TryGetValue("weights", out var weights) && parameters.TryGetValue("rates", out var rates)
            ? new([.. weights.Values], [.. rates.Values])
            : throw new InputException("'weights' or 'rates' is missing. Give both.");
}
