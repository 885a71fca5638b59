using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>Fills the missing values of rows by what a mixture makes of the observed ones; for one thread at a time.</summary>
/// <remarks>Given what is observed of a row, what is missing has a mixture distribution again: that of each component, weighted by its responsibility. Its mean and standard deviation are written, or a draw from it.
/// Draws are from the model as it is: that its parameters are estimates themselves is not in them.</remarks>
public sealed class Imputer
{
    private readonly Mixture model;
    private readonly MixtureScorer scorer;
    private readonly IGapCompletion completion;
    private readonly double[] means;
    private readonly double[] deviations;
    private double[] responsibilities = [];

    /// <param name="model">The mixture.</param>
    /// <exception cref="InputException">Mixtures of its kind cannot integrate missing values out.</exception>
    public Imputer(Mixture model)
    {
        ArgumentNullException.ThrowIfNull(model);
        // what noise would have there, no row tells: values are filled as if the row were a component's
        model = model.WithoutNoise;
        this.model = model;
        scorer = new MixtureScorer(model, MissingCells.IntegrateOut);
        completion = model.IntegratesMissing
            ? model.Core.NewCompletion()
            : throw new InputException($"A {model.Family} mixture cannot integrate missing values out, so it cannot fill them. Use a mixture of another kind.");
        means = new double[model.Components * model.Features];
        deviations = new double[model.Components * model.Features];
    }

    /// <summary>Expected values in the places of missing ones; observed ones as they are. Of a feature with levels it is the most probable level, of probability p, and √(p(1 − p)) for its deviation.</summary>
    /// <param name="rows">The rows, NaN where a value is missing.</param>
    /// <param name="values">Receives rows·D numbers.</param>
    /// <param name="errors">Receives the standard deviations of what was filled, 0 for what is observed: rows·D numbers, or empty.</param>
    public void Impute(RowBlock rows, Span<double> values, Span<double> errors)
    {
        rows.Values.CopyTo(values);
        errors.Clear();
        Score(rows);
        int d = model.Features;
        for (int i = 0; i < rows.Count; i++)
        {
            if (RowGaps.AnyIn(rows[i]))
            {
                Expect(rows[i], i, values.Slice(i * d, d), errors.IsEmpty ? [] : errors.Slice(i * d, d));
            }
        }
    }

    /// <summary>Draws in the places of missing values; observed ones as they are.</summary>
    /// <param name="rows">The rows, NaN where a value is missing.</param>
    /// <param name="random">Where from.</param>
    /// <param name="values">Receives rows·D numbers.</param>
    public void Draw(RowBlock rows, RandomSource random, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(random);
        rows.Values.CopyTo(values);
        Score(rows);
        int d = model.Features;
        var running = new double[model.Components];
        var drawn = new double[d];
        for (int i = 0; i < rows.Count; i++)
        {
            if (!RowGaps.AnyIn(rows[i]))
            {
                continue;
            }

            double sum = 0;
            for (int k = 0; k < running.Length; k++)
            {
                running[k] = sum += responsibilities[(i * running.Length) + k];
            }

            completion.Draw(random.NextWeighted(running), rows[i], random, drawn);
            Fill(rows[i], drawn, values.Slice(i * d, d));
        }
    }

    private void Score(RowBlock rows)
    {
        if (responsibilities.Length < rows.Count * model.Components)
        {
            responsibilities = new double[rows.Count * model.Components];
        }

        scorer.Score(rows, [], responsibilities.AsSpan(0, rows.Count * model.Components));
    }

    // the moments of a mixture: Σ r m, and Σ r (s² + (m − mean)²)
    private void Expect(ReadOnlySpan<double> row, int place, Span<double> values, Span<double> errors)
    {
        int d = row.Length;
        var shares = responsibilities.AsSpan(place * model.Components, model.Components);
        for (int k = 0; k < shares.Length; k++)
        {
            if (shares[k] > 0)
            {
                completion.Expect(k, row, means.AsSpan(k * d, d), deviations.AsSpan(k * d, d));
            }
        }

        for (int j = 0; j < d; j++)
        {
            if (!double.IsNaN(row[j]))
            {
                continue;
            }

            if (model.LevelsOf(j).Count > 0)
            {
                (values[j], double chance) = MostProbable(j, shares);
                if (!errors.IsEmpty)
                {
                    errors[j] = Math.Sqrt(chance * (1 - chance));
                }

                continue;
            }

            double mean = 0;
            double variance = 0;
            for (int k = 0; k < shares.Length; k++)
            {
                mean += shares[k] > 0 ? shares[k] * means[(k * d) + j] : 0;
            }

            for (int k = 0; k < shares.Length; k++)
            {
                double off = means[(k * d) + j] - mean;
                variance += shares[k] > 0 ? shares[k] * ((deviations[(k * d) + j] * deviations[(k * d) + j]) + (off * off)) : 0;
            }

            values[j] = mean;
            if (!errors.IsEmpty)
            {
                errors[j] = Math.Sqrt(variance);
            }
        }
    }

    // places of levels have no mean
    private (double Level, double Probability) MostProbable(int feature, ReadOnlySpan<double> shares)
    {
        var probabilities = new double[model.LevelsOf(feature).Count];
        for (int k = 0; k < shares.Length; k++)
        {
            double[] own = shares[k] > 0 ? model.LevelProbabilities(k, feature) : [];
            for (int l = 0; l < own.Length; l++)
            {
                probabilities[l] += shares[k] * own[l];
            }
        }

        int most = Array.IndexOf(probabilities, probabilities.Max());
        return (most, Math.Min(1, probabilities[most]));
    }

    private static void Fill(ReadOnlySpan<double> row, ReadOnlySpan<double> drawn, Span<double> values)
    {
        for (int j = 0; j < row.Length; j++)
        {
            values[j] = double.IsNaN(row[j]) ? drawn[j] : row[j];
        }
    }
}
