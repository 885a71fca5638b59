using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λₖDₖADₖᵀ, |A| = 1: with Wₖ = DₖΩₖDₖᵀ, A ∝ Σₖ Ωₖ/λₖ, λₖ = tr(ΩₖA⁻¹) / (nₖD), by turns.</summary>
internal sealed class VevCovariance() : StructuredCovariance("VEV", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) =>
        components + features - 1 + (components * features * (features - 1) / 2);

    internal override CovarianceStructure OfParts => Full;

    // the shape is shared, but rows that leave directions empty let volume and shape run away together
    internal override int RowsNeeded(int features) => features + 1;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        var eigen = Array.ConvertAll(scatters.Matrices, w => Eigen.Of(w, d));
        var volumes = new DiagonalVolumes(scatters, Array.ConvertAll(eigen, static one => one.Values));
        volumes.Settle(CurrentVolumes(current, d));
        for (int k = 0; k < eigen.Length; k++)
        {
            double volume = volumes.Values[k];
            Eigen.Compose(eigen[k].Vectors, Array.ConvertAll(volumes.Shape, a => volume * a), covariances.AsSpan(k * d * d, d * d));
        }
    }
}
