using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λA, diagonal: Σₖ diag(Wₖ) / n.</summary>
internal sealed class EeiCovariance() : StructuredCovariance("EEI", CovarianceStorage.Axes)
{
    public override int ParameterCount(int components, int features) => features;

    internal override int RowsNeeded(int features) => 1;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        var pooled = scatters.Sum(static _ => 1);
        double n = scatters.TotalRows;
        for (int i = 0; i < covariances.Length; i++)
        {
            covariances[i] = pooled[i % scatters.Features] / n;
        }
    }
}
