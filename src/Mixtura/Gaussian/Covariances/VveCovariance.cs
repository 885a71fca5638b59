using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λₖDAₖDᵀ: λₖAₖ = diag(DᵀWₖD) / nₖ, and the common axes D by <see cref="CommonAxes"/>.</summary>
internal sealed class VveCovariance() : StructuredCovariance("VVE", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) => (components * features) + (features * (features - 1) / 2);

    internal override CovarianceStructure OfParts => Full;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances) =>
        CommonAxes.Fit(scatters, sharesVolume: false, current, covariances);
}
