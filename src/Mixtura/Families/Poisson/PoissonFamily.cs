using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.Poisson;

/// <summary>Mixtures of independent counts by maximum likelihood: p(x) = Σₖ πₖ Πⱼ λₖⱼ^xⱼ e^(−λₖⱼ) / xⱼ! (eqs. 2–4 with Poisson components).</summary>
/// <remarks>A rate of 0 is legitimate, and the likelihood bounded: nothing but a component without rows is degenerate.</remarks>
public sealed partial class PoissonFamily : IComponentFamily<PoissonParameters, Sums>
{
    // of less weight a component holds no row of any data there are
    private const double Negligible = 1e-12;

    // a block's columns and a component's run together stay in the cache
    private const int BlockNumbers = 16384;

    /// <inheritdoc/>
    public string Name => "poisson";

    /// <inheritdoc/>
    public int BlockRows(PoissonParameters model) => Math.Clamp(BlockNumbers / model.Features, 32, 256);

    /// <inheritdoc/>
    public int ComponentCount(PoissonParameters model) => model.Components;

    /// <inheritdoc/>
    public int FeatureCount(PoissonParameters model) => model.Features;

    /// <inheritdoc/>
    public ReadOnlySpan<double> WeightsOf(PoissonParameters model) => model.Weights;

    /// <summary>K − 1 weights and K·D rates.</summary>
    public int ParameterCount(PoissonParameters model) => model.Components - 1 + (model.Components * model.Features);

    /// <inheritdoc/>
    public bool IntegratesMissing => true;

    /// <summary>Σ r, K numbers, then Σ r x, K×D, then Σ r where x is missing, K×D.</summary>
    public Sums CreateStatistics(PoissonParameters model) => new(model.Components * (1 + (2 * model.Features)));

    /// <inheritdoc/>
    public void LogJoint(PoissonParameters model, RowBlock rows, Sums statistics, ComponentBlock destination)
    {
        var block = CountBlock.Of(statistics);
        block.Load(model, rows);
        block.LogJoint(model, destination);
    }

    /// <inheritdoc/>
    public bool TryLogJoint(PoissonParameters model, ReadOnlySpan<double> row, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(model);
        for (int k = 0; k < destination.Length; k++)
        {
            destination[k] = CountBlock.LogJoint(model, k, row);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Accumulate(PoissonParameters model, RowBlock rows, ComponentBlock responsibilities, Sums statistics) =>
        CountBlock.Of(statistics).AddTo(statistics, responsibilities, model.Features);

    /// <summary>πₖ = Σ r / Σ w (eq. 16), λₖⱼ = Σ r xⱼ / Σ r over the rows in which xⱼ is observed. A component without such rows keeps its rate.</summary>
    public PoissonParameters Maximize(PoissonParameters current, Sums statistics)
    {
        int d = current.Features;
        var counts = statistics.Values[..current.Components];
        var totals = statistics.Values.Slice(current.Components, current.Components * d);
        var missing = statistics.Values.Slice(current.Components * (1 + d), current.Components * d);
        double total = 0;
        foreach (double count in counts)
        {
            total += count;
        }

        var weights = new double[counts.Length];
        var rates = new double[totals.Length];
        for (int i = 0; i < rates.Length; i++)
        {
            double count = counts[i / d];
            weights[i / d] = count / total;
            count -= missing[i];
            rates[i] = count > 0 ? totals[i] / count : current.Rates[i];
        }

        return new PoissonParameters(weights, rates);
    }

    /// <inheritdoc/>
    public void Restore(PoissonParameters model, double weight, Sums statistics)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(statistics);
        for (int i = 0; i < model.Rates.Length; i++)
        {
            double count = weight * model.Weights[i / model.Features];
            statistics[i / model.Features] = count;
            statistics[model.Components + i] = count * model.Rates[i];
        }
    }

    /// <inheritdoc/>
    public Degeneracy? FindDegeneracy(PoissonParameters model)
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
            if (!double.IsNaN(x) && (!(x >= 0) || x != Math.Floor(x)))
            {
                return $"which is no count: it is {(x < 0 ? "negative" : "no whole number")}. Poisson components describe whole numbers from 0 on; correct the value, leave the feature out, or use another kind of component.";
            }
        }

        feature = -1;
        return null;
    }

    /// <summary>Every component has the data's mean for rates.</summary>
    public PoissonParameters Pooled(DataSummary summary, int components)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var weights = new double[components];
        Array.Fill(weights, 1.0 / components);
        var rates = new double[components * summary.Columns];
        for (int k = 0; k < components; k++)
        {
            summary.Mean.Span.CopyTo(rates.AsSpan(k * summary.Columns));
        }

        return new PoissonParameters(weights, rates);
    }

    /// <inheritdoc/>
    public PoissonParameters Compose(IReadOnlyList<ComponentOf<PoissonParameters>> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        int d = parts[0].Model.Features;
        var rates = new double[parts.Count * d];
        for (int k = 0; k < parts.Count; k++)
        {
            parts[k].Model.RatesOf(parts[k].Component).CopyTo(rates.AsSpan(k * d));
        }

        return new PoissonParameters([.. parts.Select(static part => part.Weight)], rates);
    }

    /// <inheritdoc/>
    public PoissonParameters Marginal(PoissonParameters model, ReadOnlySpan<int> features)
    {
        var rates = new double[model.Components * features.Length];
        for (int i = 0; i < rates.Length; i++)
        {
            rates[i] = model.RatesOf(i / features.Length)[features[i % features.Length]];
        }

        return new PoissonParameters(model.Weights.ToArray(), rates);
    }

    /// <inheritdoc/>
    public bool IsDiscrete(PoissonParameters model, int feature) => true;

    /// <summary>λ and √λ.</summary>
    public void WriteMoments(PoissonParameters model, int component, Span<double> means, Span<double> deviations)
    {
        var rates = model.RatesOf(component);
        for (int j = 0; j < rates.Length; j++)
        {
            means[j] = rates[j];
            deviations[j] = Math.Sqrt(rates[j]);
        }
    }

    /// <inheritdoc/>
    public void Sample(PoissonParameters model, int component, RandomSource random, Span<double> row)
    {
        var rates = model.RatesOf(component);
        for (int j = 0; j < rates.Length; j++)
        {
            row[j] = PoissonDeviate.Next(random, rates[j]);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ParameterArray> Describe(PoissonParameters model) => PoissonDescription.Of(model);

    /// <inheritdoc/>
    public PoissonParameters Create(IReadOnlyDictionary<string, ParameterArray> parameters) => PoissonDescription.Read(parameters);

    /// <inheritdoc/>
    public int VectorLength(PoissonParameters model) => model.Components == 1 ? 0 : PoissonCoordinates.Length(model);

    /// <inheritdoc/>
    public void WriteVector(PoissonParameters model, Span<double> vector) => PoissonCoordinates.Write(model, vector);

    /// <inheritdoc/>
    public void WriteInformation(PoissonParameters model, Span<double> information) => PoissonCoordinates.WriteInformation(model, information);

    /// <inheritdoc/>
    public PoissonParameters FromVector(PoissonParameters model, ReadOnlySpan<double> vector) => PoissonCoordinates.Read(model.Components, vector);
}
