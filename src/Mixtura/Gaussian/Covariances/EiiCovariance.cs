using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λI: λ = Σₖ tr(Wₖ) / (nD).</summary>
internal sealed class EiiCovariance() : StructuredCovariance("EII", CovarianceStorage.Spheres)
{
    public override int ParameterCount(int components, int features) => 1;

    internal override int RowsNeeded(int features) => 1;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances) =>
        Array.Fill(covariances, scatters.Sum(static _ => 1)[0] / (scatters.TotalRows * scatters.Features));
}
