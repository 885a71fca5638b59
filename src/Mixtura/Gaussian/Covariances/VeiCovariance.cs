using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λₖA, diagonal, |A| = 1: A ∝ Σₖ diag(Wₖ)/λₖ, λₖ = tr(WₖA⁻¹) / (nₖD), by turns.</summary>
internal sealed class VeiCovariance() : StructuredCovariance("VEI", CovarianceStorage.Axes)
{
    public override int ParameterCount(int components, int features) => components + features - 1;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        var volumes = new DiagonalVolumes(scatters, scatters.Matrices);
        volumes.Settle(CurrentVolumes(current, d));
        for (int i = 0; i < covariances.Length; i++)
        {
            covariances[i] = volumes.Values[i / d] * volumes.Shape[i % d];
        }
    }
}
