using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = diag(σ²ₖⱼ) (VVI), the diagonal of eq. 18. Storage: K×D variances; second moments: K×D.</summary>
internal sealed class DiagonalCovariance() : CovarianceStructure("diagonal", "VVI")
{
    internal override bool NeedsIndependentFeatures => false;

    public override int ParameterCount(int components, int features) => components * features;

    internal override int StorageLength(int components, int features) => components * features;

    internal override int RowsNeeded(int features) => 2;

    internal override PackedGaussians CreatePacked(int components, int features) => PackedGaussians.Diagonal(features, components);

    internal override ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component) => parameters.Factors.AsSpan(component * parameters.Features, parameters.Features);

    // the diagonal of eq. 18
    internal override void Maximize(GaussianStatistics statistics, ReadOnlySpan<double> shifts, double regularization, GaussianParameters next)
    {
        int d = next.Features;
        for (int k = 0; k < next.Components; k++)
        {
            var scatter = statistics.Scatter(k);
            for (int j = 0; j < d; j++)
            {
                int i = (k * d) + j;
                next.Covariances[i] = (scatter[j] / statistics.Counts[k]) - (shifts[i] * shifts[i]) + regularization;
            }
        }
    }

    internal override int TryFactor(GaussianParameters parameters)
    {
        int d = parameters.Features;
        for (int k = 0; k < parameters.Components; k++)
        {
            double logDeterminant = 0;
            for (int j = 0; j < d; j++)
            {
                double variance = parameters.Covariances[(k * d) + j];
                if (!(variance > 0) || !double.IsFinite(variance))
                {
                    return k;
                }

                parameters.Factors[(k * d) + j] = 1 / Math.Sqrt(variance);
                logDeterminant += 0.5 * Math.Log(variance);
            }

            parameters.LogDeterminants[k] = logDeterminant;
        }

        return -1;
    }

    internal override void WriteCovariance(GaussianParameters parameters, int component, Span<double> destination)
    {
        int d = parameters.Features;
        destination[..(d * d)].Clear();
        for (int j = 0; j < d; j++)
        {
            destination[(j * d) + j] = parameters.Covariances[(component * d) + j];
        }
    }

    internal override void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> covariances, GaussianParameters destination)
    {
        int d = destination.Features;
        for (int i = 0; i < destination.Covariances.Length; i++)
        {
            destination.Covariances[i] = covariances[(i / d * d * d) + (i % d * (d + 1))];
        }
    }

    internal override RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale)
    {
        var smallest = new RelativeDeviation(double.PositiveInfinity, 0);
        for (int j = 0; j < parameters.Features; j++)
        {
            double ratio = Math.Sqrt(parameters.Covariances[(component * parameters.Features) + j]) / scale.Deviations[j];
            smallest = ratio < smallest.Ratio ? new RelativeDeviation(ratio, j) : smallest;
        }

        return smallest;
    }
}
