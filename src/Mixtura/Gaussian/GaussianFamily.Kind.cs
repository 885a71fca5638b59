using Mixtura.Gaussian.Missing;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>Gaussians as a kind of component beside others. What is formed from nothing has full covariances; what is formed from a mixture has that one's structure.</summary>
internal sealed partial class GaussianFamily
{
    public string Name => "gaussian";

    public IComponentFamily<GaussianParameters, GaussianStatistics> ForWorker() => new GaussianFamily(regularization, guard, prior) { Centre = Centre };

    public int FeatureCount(GaussianParameters model) => model.Features;

    public ReadOnlySpan<double> WeightsOf(GaussianParameters model) => model.Weights;

    public GaussianParameters Pooled(DataSummary summary, int components)
    {
        var weights = new double[components];
        Array.Fill(weights, 1.0 / components);
        double[] Repeated(ReadOnlyMemory<double> values) => [.. Enumerable.Range(0, components).SelectMany(_ => values.ToArray())];
        return GaussianParameters.FromForms(CovarianceStructure.Full, summary.Columns, weights, Repeated(summary.Mean), Repeated(summary.Covariance.Values));
    }

    public GaussianParameters Compose(IReadOnlyList<ComponentOf<GaussianParameters>> parts)
    {
        var structure = parts[0].Model.Structure;
        int d = parts[0].Model.Features;
        int length = structure.FormLength(d);
        var forms = new double[parts.Count * length];
        for (int k = 0; k < parts.Count; k++)
        {
            structure.WriteForm(parts[k].Model, parts[k].Component, forms.AsSpan(k * length, length));
        }

        return GaussianParameters.FromForms(
            structure, d, [.. parts.Select(static part => part.Weight)], [.. parts.SelectMany(static part => part.Model.Mean(part.Component).ToArray())], forms);
    }

    public GaussianParameters Marginal(GaussianParameters model, ReadOnlySpan<int> features) => new GaussianMixture(model, []).Marginal(features).Parameters;

    public void WriteMoments(GaussianParameters model, int component, Span<double> means, Span<double> deviations)
    {
        model.Mean(component).CopyTo(means);
        model.Structure.Storage.WriteVariances(model, component, deviations);
        foreach (ref double deviation in deviations)
        {
            deviation = Math.Sqrt(deviation);
        }
    }

    public void Restore(GaussianParameters model, double weight, GaussianStatistics statistics) => statistics.AddAsModelled(model, weight);

    public IGapCompletion CompletionOf(GaussianParameters model) => new GaussianCompletion(model);

    public double Correlation(GaussianParameters model, int component, int first, int second) => CorrelationOf(model, component, first, second);

    /// <summary>The same of a covariance or scale matrix.</summary>
    public static double CorrelationOf(GaussianParameters model, int component, int first, int second)
    {
        if (first == second || !model.Structure.Storage.HasCorrelations)
        {
            return first == second ? 1 : 0;
        }

        // where there are correlations a covariance is stored as D×D numbers
        int d = model.Features;
        int length = model.Structure.Storage.Length(1, d);
        var covariance = model.Covariances.AsSpan(model.Structure.Storage.IsShared ? 0 : component * length, length);
        return covariance[(first * d) + second] / Math.Sqrt(covariance[first * (d + 1)]) / Math.Sqrt(covariance[second * (d + 1)]);
    }

    public void Sample(GaussianParameters model, int component, RandomSource random, Span<double> row)
    {
        var deviates = new double[row.Length];
        for (int j = 0; j < deviates.Length; j++)
        {
            deviates[j] = random.NextGaussian();
        }

        Whitening.Undo(model.Structure.FactorOf(model, component), deviates, row);
        for (int j = 0; j < row.Length; j++)
        {
            row[j] += model.Mean(component)[j];
        }
    }

    public IReadOnlyList<ParameterArray> Describe(GaussianParameters model) => GaussianDescription.Of(model);

    public GaussianParameters Create(IReadOnlyDictionary<string, ParameterArray> parameters) => GaussianDescription.Read(parameters);
}
