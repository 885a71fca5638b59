using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = σ²ₖ·I (VII), σ²ₖ the trace of eq. 18 over D.</summary>
internal sealed class SphericalCovariance() : CovarianceStructure("spherical", "VII", CovarianceStorage.Spheres)
{
    public override int ParameterCount(int components, int features) => components;

    internal override int RowsNeeded(int features) => 2;

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

    internal override void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient)
    {
        int d = current.Features;
        for (int k = 0; k < current.Components; k++)
        {
            double excess = (moments.Scatter(k)[0] / current.Covariances[k]) - (d * moments.Rows(k));
            gradient[k] = excess / (moments.Total * Math.Sqrt(2 * d * current.Weights[k]));
        }
    }

    internal override void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> forms, GaussianParameters destination)
    {
        int d = destination.Features;
        for (int k = 0; k < destination.Components; k++)
        {
            destination.Covariances[k] = SphereStorage.MeanOf(forms.Slice(k * d, d));
        }
    }
}
