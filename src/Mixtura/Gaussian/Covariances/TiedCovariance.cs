using System.Numerics.Tensors;
using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = Σ for all components (EEE), eq. 18 pooled over them.</summary>
internal sealed class TiedCovariance() : CovarianceStructure("tied", "EEE", CovarianceStorage.SharedEllipsoid)
{
    public override int ParameterCount(int components, int features) => Triangle.Length(features);

    internal override int RowsNeeded(int features) => 1;

    // Σ = (1/W) Σₖ [Σᵢ r zzᵀ − (Σᵢ r) δₖδₖᵀ]: eq. 18 pooled over the components
    internal override void Maximize(GaussianMoments moments, ReadOnlySpan<double> shifts, double regularization, GaussianParameters next)
    {
        int d = next.Features;
        double total = moments.TotalRows;
        var covariance = next.Covariances;
        var scatter = moments.Scatter(0);
        int entry = 0;
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double moved = 0;
                for (int k = 0; k < next.Components; k++)
                {
                    moved += moments.MeanRows(k) * shifts[(k * d) + a] * shifts[(k * d) + b];
                }

                double value = ((scatter[entry++] - moved) / total) + (a == b ? regularization : 0);
                covariance[(a * d) + b] = value;
                covariance[(b * d) + a] = value;
            }
        }
    }

    internal override void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient) =>
        chart.Gradient(moments.Scatter(0), moments.TotalRows, moments.Total, current.Factors, 1, gradient);

    internal override void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> forms, GaussianParameters destination)
    {
        int size = destination.Covariances.Length;
        if (AllEqual(forms, size))
        {
            forms[..size].CopyTo(destination.Covariances);
            return;
        }

        Array.Clear(destination.Covariances);
        for (int k = 0; k < weights.Length; k++)
        {
            TensorPrimitives.MultiplyAdd(forms.Slice(k * size, size), weights[k], destination.Covariances, destination.Covariances);
        }
    }

    // an average of equal matrices would change their last bits
    private static bool AllEqual(ReadOnlySpan<double> covariances, int size)
    {
        for (int start = size; start < covariances.Length; start += size)
        {
            if (!covariances.Slice(start, size).SequenceEqual(covariances[..size]))
            {
                return false;
            }
        }

        return true;
    }
}
