using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ free (VVV), eq. 18 as it stands. Storage: K×D×D; second moments: K lower triangles, row by row.</summary>
internal sealed class FullCovariance() : CovarianceStructure("full", "VVV")
{
    internal override bool NeedsIndependentFeatures => true;

    public override int ParameterCount(int components, int features) => components * Triangle.Length(features);

    internal override int StorageLength(int components, int features) => components * features * features;

    internal override int RowsNeeded(int features) => features + 1;

    internal override PackedGaussians CreatePacked(int components, int features) => PackedGaussians.Full(features, components);

    internal override ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component) => Matrix(parameters.Factors, component, parameters.Features);

    // eq. 18, with the moments moved from the current to the new means
    internal override void Maximize(GaussianMoments moments, ReadOnlySpan<double> shifts, double regularization, GaussianParameters next)
    {
        int d = next.Features;
        for (int k = 0; k < next.Components; k++)
        {
            var covariance = next.Covariances.AsSpan(k * d * d, d * d);
            Triangle.CovarianceFromMoments(moments.Scatter(k), moments.Rows(k), moments.MeanRows(k), shifts.Slice(k * d, d), regularization, covariance);
        }
    }

    internal override int TangentLength(int components, int features) => components * Triangle.Length(features);

    internal override void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient)
    {
        int length = Triangle.Length(current.Features);
        for (int k = 0; k < current.Components; k++)
        {
            chart.Gradient(moments.Scatter(k), moments.Rows(k), moments.Total, FactorOf(current, k), Math.Sqrt(current.Weights[k]), gradient.Slice(k * length, length));
        }
    }

    internal override void Tangent(GaussianParameters from, GaussianParameters to, FactorChart chart, Span<double> tangent)
    {
        int length = Triangle.Length(from.Features);
        for (int k = 0; k < from.Components; k++)
        {
            chart.Tangent(FactorOf(from, k), Matrix(to.Covariances, k, to.Features), Math.Sqrt(from.Weights[k]), tangent.Slice(k * length, length));
        }
    }

    internal override void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, GaussianParameters next)
    {
        int d = from.Features;
        int length = Triangle.Length(d);
        for (int k = 0; k < from.Components; k++)
        {
            chart.Retract(Matrix(from.Covariances, k, d), tangent.Slice(k * length, length), Math.Sqrt(from.Weights[k]), Matrix(next.Covariances, k, d));
        }
    }

    internal override int TryFactor(GaussianParameters parameters)
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

    internal override void WriteCovariance(GaussianParameters parameters, int component, Span<double> destination) =>
        Matrix(parameters.Covariances, component, parameters.Features).CopyTo(destination);

    internal override void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> covariances, GaussianParameters destination) =>
        covariances.CopyTo(destination.Covariances);

    internal override RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale) =>
        WhitenedDeviation.Smallest(Matrix(parameters.Factors, component, parameters.Features), scale.Factor, parameters.Features);

    private static Span<double> Matrix(double[] storage, int component, int d) => storage.AsSpan(component * d * d, d * d);
}
