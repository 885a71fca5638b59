using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = σ²ₖ·I (VII), σ²ₖ the trace of eq. 18 over D. Storage: K variances; second moments: K sums of squared distances.</summary>
internal sealed class SphericalCovariance() : CovarianceStructure("spherical", "VII")
{
    internal override bool NeedsIndependentFeatures => false;

    internal override bool NeedsVaryingFeatures => false;

    public override int ParameterCount(int components, int features) => components;

    internal override int StorageLength(int components, int features) => components;

    internal override int RowsNeeded(int features) => 2;

    internal override PackedGaussians CreatePacked(int components, int features) => PackedGaussians.Spherical(features, components);

    internal override ReadOnlySpan<double> FactorOf(GaussianParameters parameters, int component) => parameters.Factors.AsSpan(component, 1);

    // σ²ₖ = trace of eq. 18 over D
    internal override void Maximize(GaussianMoments moments, ReadOnlySpan<double> shifts, double regularization, GaussianParameters next)
    {
        int d = next.Features;
        for (int k = 0; k < next.Components; k++)
        {
            double moved = 0;
            foreach (double shift in shifts.Slice(k * d, d))
            {
                moved += shift * shift;
            }

            next.Covariances[k] = (((moments.Scatter(k)[0] / moments.Rows(k)) - (moments.MeanRows(k) / moments.Rows(k) * moved)) / d) + regularization;
        }
    }

    internal override int TangentLength(int components, int features) => components;

    internal override void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient)
    {
        int d = current.Features;
        for (int k = 0; k < current.Components; k++)
        {
            double excess = (moments.Scatter(k)[0] / current.Covariances[k]) - (d * moments.Rows(k));
            gradient[k] = excess / (moments.Total * Math.Sqrt(2 * d * current.Weights[k]));
        }
    }

    internal override void Tangent(GaussianParameters from, GaussianParameters to, FactorChart chart, Span<double> tangent)
    {
        for (int k = 0; k < tangent.Length; k++)
        {
            tangent[k] = Math.Sqrt(0.5 * from.Features * from.Weights[k]) * Math.Log(to.Covariances[k] / from.Covariances[k]);
        }
    }

    internal override void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, FactorChart chart, GaussianParameters next)
    {
        for (int k = 0; k < tangent.Length; k++)
        {
            next.Covariances[k] = from.Covariances[k] * FactorChart.SquareOfExp(tangent[k] / Math.Sqrt(2 * from.Features * from.Weights[k]));
        }
    }

    internal override int TryFactor(GaussianParameters parameters)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            double variance = parameters.Covariances[k];
            if (!(variance > 0) || !double.IsFinite(variance))
            {
                return k;
            }

            parameters.Factors[k] = 1 / Math.Sqrt(variance);
            parameters.LogDeterminants[k] = 0.5 * parameters.Features * Math.Log(variance);
        }

        return -1;
    }

    internal override double LogDeterminant(double[] covariance, int features) => features * Math.Log(MeanOfDiagonal(covariance, features));

    internal override void WriteCovariance(GaussianParameters parameters, int component, Span<double> destination)
    {
        int d = parameters.Features;
        destination[..(d * d)].Clear();
        for (int j = 0; j < d; j++)
        {
            destination[(j * d) + j] = parameters.Covariances[component];
        }
    }

    internal override void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> covariances, GaussianParameters destination)
    {
        int d = destination.Features;
        for (int k = 0; k < destination.Components; k++)
        {
            destination.Covariances[k] = MeanOfDiagonal(covariances.Slice(k * d * d, d * d), d);
        }
    }

    // a sphere is as small as anything when it is small beside the data as a whole
    internal override RelativeDeviation SmallestDeviation(GaussianParameters parameters, int component, DataScale scale)
    {
        double sum = 0;
        int widest = 0;
        for (int j = 0; j < parameters.Features; j++)
        {
            sum += scale.Deviations[j] * scale.Deviations[j];
            widest = scale.Deviations[j] > scale.Deviations[widest] ? j : widest;
        }

        return new RelativeDeviation(Math.Sqrt(parameters.Covariances[component] * parameters.Features / sum), widest);
    }

    // equal entries must come out as they are, to the last bit
    private static double MeanOfDiagonal(ReadOnlySpan<double> matrix, int d)
    {
        double first = matrix[0];
        double excess = 0;
        for (int j = 1; j < d; j++)
        {
            excess += matrix[(j * d) + j] - first;
        }

        return first + (excess / d);
    }
}
