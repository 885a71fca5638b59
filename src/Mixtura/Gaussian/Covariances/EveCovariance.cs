using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λDAₖDᵀ, |Aₖ| = 1: Aₖ ∝ diag(DᵀWₖD), λ = Σₖ |diag(DᵀWₖD)|^(1/D) / n, and the common axes D by <see cref="CommonAxes"/>.</summary>
internal sealed class EveCovariance() : StructuredCovariance("EVE", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) =>
        1 + (components * (features - 1)) + (features * (features - 1) / 2);

    internal override CovarianceStructure OfParts => Full;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances) =>
        CommonAxes.Fit(scatters, sharesVolume: true, current, covariances);
}
