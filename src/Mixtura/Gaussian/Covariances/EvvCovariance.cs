using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λCₖ, |Cₖ| = 1: Cₖ = Wₖ/|Wₖ|^(1/D), λ = Σₖ |Wₖ|^(1/D) / n.</summary>
internal sealed class EvvCovariance() : StructuredCovariance("EVV", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) => 1 + (components * (features - 1)) + (components * features * (features - 1) / 2);

    internal override CovarianceStructure OfParts => Full;

    internal override int RowsNeeded(int features) => features + 1;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        double[] roots = [.. scatters.Matrices.Select(w => Math.Exp(Storage.LogDeterminant(w, d) / d))];
        double volume = roots.Sum() / scatters.TotalRows;
        for (int i = 0; i < covariances.Length; i++)
        {
            int k = i / (d * d);
            covariances[i] = volume * scatters.Matrices[k][i % (d * d)] / roots[k];
        }
    }
}
