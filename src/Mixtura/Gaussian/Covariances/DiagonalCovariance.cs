using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = diag(σ²ₖⱼ) (VVI), the diagonal of eq. 18.</summary>
internal sealed class DiagonalCovariance() : CovarianceStructure("diagonal", "VVI", CovarianceStorage.Axes)
{
    public override int ParameterCount(int components, int features) => components * features;

    internal override int RowsNeeded(int features) => 2;

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

    internal override void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> forms, GaussianParameters destination) =>
        forms.CopyTo(destination.Covariances);
}
