using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.Categorical;

/// <content>What starts, files, tables, pictures and leaps ask of categories: each level by its probability.</content>
public sealed partial class CategoricalFamily
{
    /// <summary>Every component has every level of a column alike.</summary>
    /// <exception cref="InputException">The levels are those of other columns.</exception>
    public CategoricalParameters Pooled(DataSummary summary, int components)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.Columns != Levels.Columns)
        {
            throw new InputException($"The levels of {Counted.Of(Levels.Columns, "column")} are given, the data have {Counted.Of(summary.Columns, "column")}. Give the levels of each.");
        }

        var weights = new double[components];
        Array.Fill(weights, 1.0 / components);
        var probabilities = new double[components * Levels.Total];
        for (int k = 0; k < components; k++)
        {
            for (int j = 0; j < Levels.Columns; j++)
            {
                probabilities.AsSpan((k * Levels.Total) + Levels.Offset(j), Levels.Count(j)).Fill(1.0 / Levels.Count(j));
            }
        }

        return new CategoricalParameters(weights, probabilities, Levels);
    }

    /// <inheritdoc/>
    public CategoricalParameters Compose(IReadOnlyList<ComponentOf<CategoricalParameters>> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var levels = parts[0].Model.Levels;
        var probabilities = new double[parts.Count * levels.Total];
        for (int k = 0; k < parts.Count; k++)
        {
            parts[k].Model.Probabilities.Slice(parts[k].Component * levels.Total, levels.Total).CopyTo(probabilities.AsSpan(k * levels.Total));
        }

        return new CategoricalParameters([.. parts.Select(static part => part.Weight)], probabilities, levels);
    }

    /// <inheritdoc/>
    public CategoricalParameters Marginal(CategoricalParameters model, ReadOnlySpan<int> features)
    {
        var levels = model.Levels.Of(features);
        var probabilities = new double[model.Components * levels.Total];
        for (int k = 0; k < model.Components; k++)
        {
            for (int j = 0; j < features.Length; j++)
            {
                model.ProbabilitiesOf(k, features[j]).CopyTo(probabilities.AsSpan((k * levels.Total) + levels.Offset(j)));
            }
        }

        return new CategoricalParameters(model.Weights.ToArray(), probabilities, levels);
    }

    /// <inheritdoc/>
    public bool IsDiscrete(CategoricalParameters model, int feature) => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> LevelsOf(CategoricalParameters model, int feature) => model.Levels[feature];

    /// <inheritdoc/>
    public void WriteLevelProbabilities(CategoricalParameters model, int component, int feature, Span<double> probabilities) =>
        model.ProbabilitiesOf(component, feature).CopyTo(probabilities);

    /// <summary>The moments of the levels' numbers.</summary>
    public void WriteMoments(CategoricalParameters model, int component, Span<double> means, Span<double> deviations)
    {
        for (int j = 0; j < model.Features; j++)
        {
            var own = model.ProbabilitiesOf(component, j);
            double mean = 0;
            double second = 0;
            for (int l = 0; l < own.Length; l++)
            {
                mean += l * own[l];
            }

            for (int l = 0; l < own.Length; l++)
            {
                second += (l - mean) * (l - mean) * own[l];
            }

            means[j] = mean;
            deviations[j] = Math.Sqrt(second);
        }
    }

    /// <inheritdoc/>
    public void Sample(CategoricalParameters model, int component, RandomSource random, Span<double> row)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (int j = 0; j < row.Length; j++)
        {
            double[] running = model.ProbabilitiesOf(component, j).ToArray();
            for (int l = 1; l < running.Length; l++)
            {
                running[l] += running[l - 1];
            }

            row[j] = random.NextWeighted(running);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterArray> Describe(CategoricalParameters model) => CategoricalDescription.Of(model);

    /// <inheritdoc/>
    public CategoricalParameters Create(IReadOnlyDictionary<string, ParameterArray> parameters) => CategoricalDescription.Read(parameters, Levels);

    /// <inheritdoc/>
    public int VectorLength(CategoricalParameters model) => model.Components == 1 ? 0 : CategoricalCoordinates.Length(model);

    /// <inheritdoc/>
    public void WriteVector(CategoricalParameters model, Span<double> vector) => CategoricalCoordinates.Write(model, vector);

    /// <inheritdoc/>
    public void WriteInformation(CategoricalParameters model, Span<double> information) => CategoricalCoordinates.WriteInformation(model, information);

    /// <inheritdoc/>
    public CategoricalParameters FromVector(CategoricalParameters model, ReadOnlySpan<double> vector) => CategoricalCoordinates.Read(model, vector);
}
