using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Winds;

/// <summary>Rayleigh components: the speed of a wind whose two directions are independent Gaussians of the same deviation σₖ.</summary>
internal sealed class RayleighFamily : IComponentFamily<WindSpeeds, Sums>
{
    public string Name => "rayleigh";

    public int ComponentCount(WindSpeeds model) => model.Scales.Length;

    public int FeatureCount(WindSpeeds model) => 1;

    public int ParameterCount(WindSpeeds model) => (2 * model.Scales.Length) - 1;

    public ReadOnlySpan<double> WeightsOf(WindSpeeds model) => model.Weights;

    public string? FindFault(ReadOnlySpan<double> row, out int feature)
    {
        feature = 0;
        return row[0] <= 0 ? "which is no speed above 0. Leave calms out." : null;
    }

    // the E-step: log πₖ f(x|σₖ) of each row, and the sums Σ r and Σ r x² of each component
    public Sums CreateStatistics(WindSpeeds model) => new(2 * model.Scales.Length);

    public void LogJoint(WindSpeeds model, RowBlock rows, Sums statistics, ComponentBlock destination)
    {
        for (int k = 0; k < model.Scales.Length; k++)
        {
            double variance = model.Scales[k] * model.Scales[k];
            double offset = Math.Log(model.Weights[k] / variance);
            for (int i = 0; i < rows.Count; i++)
            {
                double x = rows[i][0];
                destination[k][i] = offset + Math.Log(x) - (x * x / (2 * variance));
            }
        }
    }

    public void Accumulate(WindSpeeds model, RowBlock rows, ComponentBlock responsibilities, Sums statistics)
    {
        for (int k = 0; k < model.Scales.Length; k++)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                statistics[2 * k] += responsibilities[k][i];
                statistics[(2 * k) + 1] += responsibilities[k][i] * rows[i][0] * rows[i][0];
            }
        }
    }

    // the M-step: σₖ² = Σ r x² / 2 Σ r
    public WindSpeeds Maximize(WindSpeeds current, Sums statistics)
    {
        int[] components = [.. Enumerable.Range(0, current.Scales.Length)];
        double total = components.Sum(k => statistics[2 * k]);
        return new WindSpeeds(
            [.. components.Select(k => statistics[2 * k] / total)],
            [.. components.Select(k => Math.Sqrt(statistics[(2 * k) + 1] / (2 * statistics[2 * k])))]);
    }

    // what starts, search, scores and files want to know
    public WindSpeeds Pooled(DataSummary summary, int components) =>
        new([.. Enumerable.Repeat(1.0 / components, components)], [.. Enumerable.Repeat(summary.Mean.Span[0] / Math.Sqrt(Math.PI / 2), components)]);

    public WindSpeeds Compose(IReadOnlyList<ComponentOf<WindSpeeds>> parts) =>
        new([.. parts.Select(static part => part.Weight)], [.. parts.Select(static part => part.Model.Scales[part.Component])]);

    public WindSpeeds Marginal(WindSpeeds model, ReadOnlySpan<int> features) => model;

    public void WriteMoments(WindSpeeds model, int component, Span<double> means, Span<double> deviations)
    {
        means[0] = model.Scales[component] * Math.Sqrt(Math.PI / 2);
        deviations[0] = model.Scales[component] * Math.Sqrt(2 - (Math.PI / 2));
    }

    public void Sample(WindSpeeds model, int component, RandomSource random, Span<double> row) =>
        row[0] = model.Scales[component] * Math.Sqrt(-2 * Math.Log(1 - random.NextUniform()));

    public IReadOnlyList<ParameterArray> Describe(WindSpeeds model) =>
        [new("weights", model.Weights, model.Weights.Length), new("scales", model.Scales, model.Scales.Length)];

    public WindSpeeds Create(IReadOnlyDictionary<string, ParameterArray> parameters) =>
        parameters.TryGetValue("weights", out var weights) && parameters.TryGetValue("scales", out var scales)
            ? new([.. weights.Values], [.. scales.Values])
            : throw new InputException("'weights' or 'scales' is missing. Give both.");
}
