using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ free (VVV), eq. 18 as it stands.</summary>
internal sealed class FullCovariance() : CovarianceStructure("full", "VVV", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) => components * Triangle.Length(features);

    internal override int RowsNeeded(int features) => features + 1;

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

    internal override void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient)
    {
        int length = Triangle.Length(current.Features);
        for (int k = 0; k < current.Components; k++)
        {
            chart.Gradient(moments.Scatter(k), moments.Rows(k), moments.Total, FactorOf(current, k), Math.Sqrt(current.Weights[k]), gradient.Slice(k * length, length));
        }
    }

    internal override void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> forms, GaussianParameters destination) =>
        forms.CopyTo(destination.Covariances);
}
