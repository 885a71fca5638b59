using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λDₖADₖᵀ: with Wₖ = DₖΩₖDₖᵀ, the eigenvalues in falling order, λA = Σₖ Ωₖ / n.</summary>
internal sealed class EevCovariance() : StructuredCovariance("EEV", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) => features + (components * features * (features - 1) / 2);

    internal override CovarianceStructure OfParts => Full;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        Eigen[] eigen = [.. scatters.Matrices.Select(w => Eigen.Of(w, d))];
        double n = scatters.TotalRows;
        double[] shared = [.. Enumerable.Range(0, d).Select(j => eigen.Sum(one => one.Values[j]) / n)];
        for (int k = 0; k < eigen.Length; k++)
        {
            Eigen.Compose(eigen[k].Vectors, shared, covariances.AsSpan(k * d * d, d * d));
        }
    }
}
