using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances.Storage;

/// <summary>One D×D matrix for all components; second moments: one lower triangle, pooled over the components.</summary>
internal sealed class SharedEllipsoidStorage : CovarianceStorage
{
    public override bool IsShared => true;

    public override bool HasCorrelations => true;

    public override int Length(int components, int features) => features * features;

    public override PackedGaussians CreatePacked(int components, int features) => PackedGaussians.Tied(features, components);

    public override ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component) => parameters.Factors;

    public override int TryFactor(GaussianParameters parameters)
    {
        int d = parameters.Features;
        if (!Cholesky.TryFactor(parameters.Covariances, d, parameters.Factors))
        {
            return 0;
        }

        Array.Fill(parameters.LogDeterminants, Cholesky.LogDeterminant(parameters.Factors, d));
        Cholesky.Invert(parameters.Factors, d);
        return -1;
    }

    public override void WriteCovariance(GaussianParameters parameters, int component, Span<double> destination) =>
        parameters.Covariances.CopyTo(destination);

    public override void WriteVariances(GaussianParameters parameters, int component, Span<double> destination) =>
        Triangle.Diagonal(parameters.Covariances, destination[..parameters.Features]);

    public override void Copy(GaussianParameters source, int component, GaussianParameters destination, int place) =>
        source.Covariances.CopyTo(destination.Covariances, 0);

    public override double LogDeterminant(double[] form, int features) => Ellipsoids.LogDeterminant(form, features);

    public override RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale) =>
        WhitenedDeviation.Smallest(parameters.Factors, scale.Factor, parameters.Features, scale.Least);

    public override int TangentLength(int components, int features) => Triangle.Length(features);

    public override void Tangent(GaussianParameters from, double[] covariances, FactorChart chart, Span<double> tangent) =>
        chart.Tangent(from.Factors, covariances, 1, tangent);

    public override void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, double[] covariances) =>
        chart.Retract(from.Covariances, tangent, 1, covariances);
}
