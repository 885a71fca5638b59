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
    internal override void Maximize(GaussianMoments moments, ReadOnlySpan<double> shifts, double regularization, GaussianParameters next)
    {
        int d = next.Features;
        for (int k = 0; k < next.Components; k++)
        {
            var scatter = moments.Scatter(k);
            for (int j = 0; j < d; j++)
            {
                int i = (k * d) + j;
                next.Covariances[i] = (scatter[j] / moments.Rows(k)) - (moments.MeanRows(k) / moments.Rows(k) * shifts[i] * shifts[i]) + regularization;
            }
        }
    }

    internal override int TangentLength(int components, int features) => components * features;

    internal override void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient)
    {
        int d = current.Features;
        for (int k = 0; k < current.Components; k++)
        {
            var scatter = moments.Scatter(k);
            for (int j = 0; j < d; j++)
            {
                double excess = (scatter[j] / current.Covariances[(k * d) + j]) - moments.Rows(k);
                gradient[(k * d) + j] = excess / (moments.Total * Math.Sqrt(2 * current.Weights[k]));
            }
        }
    }

    internal override void Tangent(GaussianParameters from, GaussianParameters to, FactorChart chart, Span<double> tangent)
    {
        for (int i = 0; i < tangent.Length; i++)
        {
            tangent[i] = Math.Sqrt(0.5 * from.Weights[i / from.Features]) * Math.Log(to.Covariances[i] / from.Covariances[i]);
        }
    }

    internal override void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, GaussianParameters next)
    {
        for (int i = 0; i < tangent.Length; i++)
        {
            next.Covariances[i] = from.Covariances[i] * FactorChart.SquareOfExp(tangent[i] / Math.Sqrt(2 * from.Weights[i / from.Features]));
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

    internal override double LogDeterminant(double[] covariance, int features)
    {
        double sum = 0;
        for (int j = 0; j < features; j++)
        {
            sum += Math.Log(covariance[j * (features + 1)]);
        }

        return sum;
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
