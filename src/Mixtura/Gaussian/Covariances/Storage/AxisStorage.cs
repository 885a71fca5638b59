using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian.Covariances.Storage;

/// <summary>K×D variances, no correlations; second moments: K×D squares.</summary>
internal sealed class AxisStorage : CovarianceStorage
{
    public override bool HasCorrelations => false;

    public override int Length(int components, int features) => components * features;

    public override PackedGaussians CreatePacked(int components, int features) => PackedGaussians.Diagonal(features, components);

    public override ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component) =>
        parameters.Factors.AsSpan(component * parameters.Features, parameters.Features);

    public override int TryFactor(GaussianParameters parameters)
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

    public override void WriteVariances(GaussianParameters parameters, int component, Span<double> destination) =>
        parameters.Covariances.AsSpan(component * parameters.Features, parameters.Features).CopyTo(destination);

    public override double LogDeterminant(double[] form, int features)
    {
        double sum = 0;
        foreach (double variance in form)
        {
            sum += Math.Log(variance);
        }

        return sum;
    }

    public override RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale)
    {
        var smallest = new RelativeDeviation(double.PositiveInfinity, 0);
        for (int j = 0; j < parameters.Features; j++)
        {
            double ratio = Math.Sqrt(parameters.Covariances[(component * parameters.Features) + j]) / scale.Deviations[j];
            smallest = ratio < smallest.Ratio ? new RelativeDeviation(ratio, j) : smallest;
        }

        return smallest;
    }

    public override int TangentLength(int components, int features) => components * features;

    public override void Tangent(GaussianParameters from, double[] covariances, FactorChart chart, Span<double> tangent)
    {
        for (int i = 0; i < tangent.Length; i++)
        {
            tangent[i] = Math.Sqrt(0.5 * from.Weights[i / from.Features]) * Math.Log(covariances[i] / from.Covariances[i]);
        }
    }

    public override void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, double[] covariances)
    {
        for (int i = 0; i < tangent.Length; i++)
        {
            covariances[i] = from.Covariances[i] * FactorChart.SquareOfExp(tangent[i] / Math.Sqrt(2 * from.Weights[i / from.Features]));
        }
    }
}
