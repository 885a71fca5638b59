using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λAₖ, diagonal, |Aₖ| = 1: Aₖ = diag(Wₖ)/|diag(Wₖ)|^(1/D), λ = Σₖ |diag(Wₖ)|^(1/D) / n.</summary>
internal sealed class EviCovariance() : StructuredCovariance("EVI", CovarianceStorage.Axes)
{
    public override int ParameterCount(int components, int features) => 1 + (components * (features - 1));

    internal override CovarianceStructure OfParts => Diagonal;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        double[] roots = [.. scatters.Matrices.Select(static w => GeometricMean(w))];
        double volume = roots.Sum() / scatters.TotalRows;
        int d = scatters.Features;
        for (int i = 0; i < covariances.Length; i++)
        {
            covariances[i] = volume * scatters.Matrices[i / d][i % d] / roots[i / d];
        }
    }
}
