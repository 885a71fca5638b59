using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances.Storage;

/// <summary>A D×D matrix for every component; second moments: K lower triangles, row by row.</summary>
internal sealed class EllipsoidStorage : CovarianceStorage
{
    public override bool HasCorrelations => true;

    public override int Length(int components, int features) => components * features * features;

    public override PackedGaussians CreatePacked(int components, int features) => PackedGaussians.Full(features, components);

    public override ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component) => Matrix(parameters.Factors, component, parameters.Features);

    public override int TryFactor(GaussianParameters parameters)
    {
        int d = parameters.Features;
        for (int k = 0; k < parameters.Components; k++)
        {
            var factor = Matrix(parameters.Factors, k, d);
            if (!Cholesky.TryFactor(Matrix(parameters.Covariances, k, d), d, factor))
            {
                return k;
            }

            parameters.LogDeterminants[k] = Cholesky.LogDeterminant(factor, d);
            Cholesky.Invert(factor, d);
        }

        return -1;
    }

    public override void WriteCovariance(GaussianParameters parameters, int component, Span<double> destination) =>
        Matrix(parameters.Covariances, component, parameters.Features).CopyTo(destination);

    public override void WriteVariances(GaussianParameters parameters, int component, Span<double> destination) =>
        Triangle.Diagonal(Matrix(parameters.Covariances, component, parameters.Features), destination[..parameters.Features]);

    public override double LogDeterminant(double[] form, int features)
    {
        var factor = new double[features * features];
        return Cholesky.TryFactor(form, features, factor) ? 2 * Cholesky.LogDeterminant(factor, features) : double.NegativeInfinity;
    }

    public override RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale) =>
        WhitenedDeviation.Smallest(Matrix(parameters.Factors, component, parameters.Features), scale.Factor, parameters.Features, scale.Least);

    public override int TangentLength(int components, int features) => components * Triangle.Length(features);

    public override void Tangent(GaussianParameters from, double[] covariances, FactorChart chart, Span<double> tangent)
    {
        int length = Triangle.Length(from.Features);
        for (int k = 0; k < from.Components; k++)
        {
            chart.Tangent(FactorOf(from, k), Matrix(covariances, k, from.Features), Math.Sqrt(from.Weights[k]), tangent.Slice(k * length, length));
        }
    }

    public override void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, double[] covariances)
    {
        int d = from.Features;
        int length = Triangle.Length(d);
        for (int k = 0; k < from.Components; k++)
        {
            chart.Retract(Matrix(from.Covariances, k, d), tangent.Slice(k * length, length), Math.Sqrt(from.Weights[k]), Matrix(covariances, k, d));
        }
    }

    private static Span<double> Matrix(double[] storage, int component, int d) => storage.AsSpan(component * d * d, d * d);
}
