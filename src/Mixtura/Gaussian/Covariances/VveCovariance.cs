using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λₖDAₖDᵀ: λₖAₖ = diag(DᵀWₖD) / nₖ, and the common axes D by <see cref="CommonAxes"/>.</summary>
internal sealed class VveCovariance() : StructuredCovariance("VVE", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) => (components * features) + (features * (features - 1) / 2);

    internal override CovarianceStructure OfParts => Full;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        var components = Enumerable.Range(0, scatters.Components);
        double[] Variances(int k, double[] along) => Array.ConvertAll(along, value => value / scatters.Rows[k]);
        var found = CommonAxes.Find(scatters, current, Variances, axes => components.Sum(k => scatters.Rows[k] * axes.Along(k).Sum(Math.Log)));
        foreach (int k in components)
        {
            Eigen.Compose(found.Axes, Variances(k, found.Along(k)), covariances.AsSpan(k * d * d, d * d));
        }
    }
}
