using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Noise;

/// <summary>Any mixture with noise beside its components: what EM needs of it. The volume is the data's and stays; the share of the noise is estimated.</summary>
internal sealed class NoisyFamily<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family)
    : IMixtureFamily<NoisyParameters<TModel>, NoisyStatistics<TStatistics>>, IVectorModel<NoisyParameters<TModel>, NoisyStatistics<TStatistics>>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // a share of 0 or 1 has no logit
    private const double LeastShare = 1e-12;

    public bool IntegratesMissing => family.IntegratesMissing;

    public int BlockRows(NoisyParameters<TModel> model) => family.BlockRows(model.Components);

    public int ComponentCount(NoisyParameters<TModel> model) => family.ComponentCount(model.Components);

    /// <summary>Those of the components, and the share of the noise. (mclust counts the volume as well, which is not estimated by maximum likelihood.)</summary>
    public int ParameterCount(NoisyParameters<TModel> model) => family.ParameterCount(model.Components) + 1;

    public NoisyStatistics<TStatistics> CreateStatistics(NoisyParameters<TModel> model) => new(family.CreateStatistics(model.Components));

    /// <summary>Within the mixture of the components alone.</summary>
    public void LogJoint(NoisyParameters<TModel> model, RowBlock rows, NoisyStatistics<TStatistics> statistics, ComponentBlock destination) =>
        family.LogJoint(model.Components, rows, statistics.Components, destination);

    public void Accumulate(NoisyParameters<TModel> model, RowBlock rows, ComponentBlock responsibilities, NoisyStatistics<TStatistics> statistics) =>
        family.Accumulate(model.Components, rows, responsibilities, statistics.Components);

    double ILatentVariableModel<NoisyParameters<TModel>, NoisyStatistics<TStatistics>>.Expect(
        NoisyParameters<TModel> model, RowBlock rows, NoisyStatistics<TStatistics> statistics)
    {
        double total = 0;
        int step = family.BlockRows(model.Components);
        statistics.Reserve(step);
        for (int start = 0; start < rows.Count; start += step)
        {
            var block = rows.Slice(start, Math.Min(step, rows.Count - start));
            var shares = statistics.Shares.AsSpan(0, block.Count);
            var mixed = statistics.LogDensities.AsSpan(0, block.Count);
            var responsibilities = MixtureExpectation.Posterior(
                family, model.Components, block, statistics.Components, statistics.Buffers, keepsLogDensity: true, out var logDensities, out _);
            NoiseMixing.Apply(model.Noise, block, responsibilities, logDensities, shares, mixed);
            family.Accumulate(model.Components, block, responsibilities, statistics.Components);
            total += Add(block.Weights, shares, mixed, statistics);
        }

        return total;
    }

    public NoisyParameters<TModel> Maximize(NoisyParameters<TModel> current, NoisyStatistics<TStatistics> statistics) =>
        new(family.Maximize(current.Components, statistics.Components), current.Noise.WithWeight(Math.Clamp(statistics.Noise / statistics.Total, 0, 1)));

    public double ObjectiveTerm(NoisyParameters<TModel> model) => family.ObjectiveTerm(model.Components);

    public Degeneracy? FindDegeneracy(NoisyParameters<TModel> model) => family.FindDegeneracy(model.Components);

    public void Release(NoisyParameters<TModel> model) => family.Release(model.Components);

    /// <summary>The coordinates of the components, then the logit of the share.</summary>
    public int VectorLength(NoisyParameters<TModel> model) => family.VectorLength(model.Components) is > 0 and var length ? length + 1 : 0;

    public void WriteVector(NoisyParameters<TModel> model, Span<double> vector)
    {
        double share = Math.Clamp(model.Noise.Weight, LeastShare, 1 - LeastShare);
        family.WriteVector(model.Components, vector[..^1]);
        vector[^1] = Math.Log(share) - Math.Log(1 - share);
    }

    public void WriteInformation(NoisyParameters<TModel> model, Span<double> information)
    {
        family.WriteInformation(model.Components, information[..^1]);
        information[^1] = model.Noise.Weight * (1 - model.Noise.Weight);
    }

    public NoisyParameters<TModel> FromVector(NoisyParameters<TModel> model, ReadOnlySpan<double> vector) =>
        new(family.FromVector(model.Components, vector[..^1]), model.Noise.WithWeight(1 / (1 + Math.Exp(-vector[^1]))));

    // Σ wᵢ log p(xᵢ)
    private static double Add(ReadOnlySpan<double> weights, Span<double> shares, Span<double> mixed, NoisyStatistics<TStatistics> statistics)
    {
        double noise = 0, total = 0, sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            noise += shares[i];
            total += weights[i];
            sum += weights[i] > 0 ? weights[i] * mixed[i] : 0;
        }

        statistics.Add(noise, total);
        return sum;
    }
}
