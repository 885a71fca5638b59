using System.Globalization;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Families.Categorical;

/// <summary>Mixtures of independent categorical columns by maximum likelihood, or the posterior mode under a Dirichlet prior: p(x) = Σₖ πₖ Πⱼ pₖⱼ(xⱼ), the latent class model (eqs. 2–4 with categorical
/// components; Lazarsfeld and Henry 1968).</summary>
/// <remarks>
/// <para>In rows a level is its number in <see cref="Levels"/>, 0 … L − 1; NaN is a missing cell. Its factor is 1, and its row is left out of the column's M-step.</para>
/// <para>Probabilities of 0 and 1 are legitimate, and the likelihood bounded: nothing but a component without rows is degenerate.</para>
/// <para>With <c>smoothing</c> s each component counts s rows more in every column, s/Lⱼ of them in each of its Lⱼ levels: the posterior mode under a Dirichlet prior with parameters 1 + s/Lⱼ. No probability is 0 then.</para>
/// </remarks>
public sealed partial class CategoricalFamily : IComponentFamily<CategoricalParameters, Sums>
{
    // of less weight a component holds no row of any data there are
    private const double Negligible = 1e-12;

    // a block's columns and a component's run together stay in the cache
    private const int BlockNumbers = 16384;

    /// <summary>Columns of these levels.</summary>
    /// <param name="levels">The levels of every column.</param>
    /// <param name="smoothing">The rows that the prior counts for, a component and column; 0 for maximum likelihood.</param>
    public CategoricalFamily(CategoricalLevels levels, double smoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(levels);
        Levels = levels;
        Smoothing = smoothing >= 0 && double.IsFinite(smoothing)
            ? smoothing
            : throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "Smoothing is a number of rows: finite and at least 0.");
    }

    /// <summary>The levels of every column.</summary>
    public CategoricalLevels Levels { get; }

    /// <summary>The rows that the prior counts for, a component and column.</summary>
    public double Smoothing { get; }

    /// <inheritdoc/>
    public string Name => "categorical";

    /// <summary><c>dirichlet</c> where there is smoothing.</summary>
    public string? PriorName => Smoothing > 0 ? "dirichlet" : null;

    /// <summary>What the probabilities of a column are called among the parameters, such as <c>probabilities[0]</c>.</summary>
    internal static string ArrayName(int column) => string.Create(CultureInfo.InvariantCulture, $"probabilities[{column}]");

    /// <inheritdoc/>
    public bool IntegratesMissing => true;

    /// <inheritdoc/>
    public int BlockRows(CategoricalParameters model) => Math.Clamp(BlockNumbers / model.Features, 32, 256);

    /// <inheritdoc/>
    public int ComponentCount(CategoricalParameters model) => model.Components;

    /// <inheritdoc/>
    public int FeatureCount(CategoricalParameters model) => model.Features;

    /// <inheritdoc/>
    public ReadOnlySpan<double> WeightsOf(CategoricalParameters model) => model.Weights;

    /// <summary>K − 1 weights and, for each component and column, Lⱼ − 1 probabilities.</summary>
    public int ParameterCount(CategoricalParameters model) => model.Components - 1 + (model.Components * (model.Levels.Total - model.Features));

    /// <summary>Σ r, K numbers, then for each component and column Σ r for every level, for missing cells, and for what is no level.</summary>
    public Sums CreateStatistics(CategoricalParameters model) => new(model.Components * (1 + CategoricalParameters.TableLength(model.Levels)));

    /// <inheritdoc/>
    public void LogJoint(CategoricalParameters model, RowBlock rows, Sums statistics, ComponentBlock destination)
    {
        var block = LevelBlock.Of(statistics);
        block.Load(model.Levels, rows);
        block.LogJoint(model, destination);
    }

    /// <inheritdoc/>
    public bool TryLogJoint(CategoricalParameters model, ReadOnlySpan<double> row, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(model);
        for (int k = 0; k < destination.Length; k++)
        {
            var table = model.TableOf(k);
            double sum = model.LogWeights[k];
            for (int j = 0; j < row.Length; j++)
            {
                sum += table[CategoricalParameters.TableOffset(model.Levels, j) + LevelBlock.PlaceOf(model.Levels.Count(j), row[j])];
            }

            destination[k] = sum;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Accumulate(CategoricalParameters model, RowBlock rows, ComponentBlock responsibilities, Sums statistics) =>
        LevelBlock.Of(statistics).AddTo(statistics, responsibilities, CategoricalParameters.TableLength(model.Levels));

    /// <summary>πₖ = Σ r / Σ w (eq. 16), pₖⱼₗ = (Σ r over the rows of level l + s/Lⱼ) / (Σ r over the rows in which column j is observed + s). A component without such rows keeps its probabilities.</summary>
    public CategoricalParameters Maximize(CategoricalParameters current, Sums statistics)
    {
        var levels = current.Levels;
        var counts = statistics.Values[..current.Components];
        int length = CategoricalParameters.TableLength(levels);
        double total = 0;
        foreach (double count in counts)
        {
            total += count;
        }

        var weights = new double[counts.Length];
        var probabilities = current.Probabilities.ToArray();
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = counts[k] / total;
            var table = statistics.Values.Slice(current.Components + (k * length), length);
            for (int j = 0; j < levels.Columns; j++)
            {
                int count = levels.Count(j);
                Share(table.Slice(CategoricalParameters.TableOffset(levels, j), count), probabilities.AsSpan((k * levels.Total) + levels.Offset(j), count));
            }
        }

        return new CategoricalParameters(weights, probabilities, levels);
    }

    /// <inheritdoc/>
    public void Restore(CategoricalParameters model, double weight, Sums statistics)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(statistics);
        int length = CategoricalParameters.TableLength(model.Levels);
        for (int k = 0; k < model.Components; k++)
        {
            double rows = weight * model.Weights[k];
            statistics[k] = rows;
            for (int j = 0; j < model.Features; j++)
            {
                // what the prior adds in the M-step is left out here
                var table = statistics.Values.Slice(model.Components + (k * length) + CategoricalParameters.TableOffset(model.Levels, j), model.Levels.Count(j));
                for (int l = 0; l < table.Length; l++)
                {
                    table[l] = Math.Max(0, (model.ProbabilitiesOf(k, j)[l] * (rows + Smoothing)) - (Smoothing / table.Length));
                }
            }
        }
    }

    /// <summary>The log prior of the smoothing, Σₖ Σⱼ Σₗ s/Lⱼ log pₖⱼₗ, but for its constant; 0 without.</summary>
    public double ObjectiveTerm(CategoricalParameters model)
    {
        double sum = 0;
        for (int k = 0; k < (Smoothing > 0 ? model.Components : 0); k++)
        {
            for (int j = 0; j < model.Features; j++)
            {
                foreach (double probability in model.ProbabilitiesOf(k, j))
                {
                    sum += Smoothing / model.Levels.Count(j) * Math.Log(probability);
                }
            }
        }

        return sum;
    }

    /// <inheritdoc/>
    public Degeneracy? FindDegeneracy(CategoricalParameters model)
    {
        for (int k = 0; k < model.Components; k++)
        {
            if (!(model.Weights[k] >= Negligible))
            {
                return new Degeneracy(DegeneracyKind.Empty, k);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public string? FindFault(ReadOnlySpan<double> row, out int feature)
    {
        for (feature = 0; feature < row.Length; feature++)
        {
            double x = row[feature];
            if (feature >= Levels.Columns)
            {
                return $"for which there are no levels: they are given for {Counted.Of(Levels.Columns, "column")}. Give those of all {row.Length}.";
            }

            if (!double.IsNaN(x) && !(x >= 0 && x < Levels.Count(feature) && x == Math.Floor(x)))
            {
                return $"which is no level: they are numbered from 0 to {Levels.Count(feature) - 1} ({NameList.Of(Levels[feature])}). Correct the value, or mark it as missing.";
            }
        }

        feature = -1;
        return null;
    }

    private void Share(ReadOnlySpan<double> counts, Span<double> probabilities)
    {
        double total = Smoothing;
        foreach (double count in counts)
        {
            total += count;
        }

        for (int l = 0; l < (total > 0 ? counts.Length : 0); l++)
        {
            probabilities[l] = (counts[l] + (Smoothing / counts.Length)) / total;
        }
    }
}
