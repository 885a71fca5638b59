using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λₖDₖADₖᵀ, |A| = 1: with Wₖ = DₖΩₖDₖᵀ, A ∝ Σₖ Ωₖ/λₖ, λₖ = tr(ΩₖA⁻¹) / (nₖD), by turns.</summary>
internal sealed class VevCovariance() : StructuredCovariance("VEV", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) =>
        components + features - 1 + (components * features * (features - 1) / 2);

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        Eigen[] eigen = [.. scatters.Matrices.Select(w => Eigen.Of(w, d))];
        double[] Shape(double[] volumes)
        {
            double[] shape = [.. Enumerable.Range(0, d).Select(j => eigen.Select((one, k) => one.Values[j] / volumes[k]).Sum())];
            double root = GeometricMean(shape);
            return Array.ConvertAll(shape, value => value / root);
        }

        double[] Update(double[] volumes)
        {
            var shape = Shape(volumes);
            return [.. eigen.Select((one, k) => one.Values.Zip(shape, static (w, a) => w / a).Sum() / (scatters.Rows[k] * d))];
        }

        double[] start = [.. Enumerable.Range(0, scatters.Components).Select(k => Volume(current, k, d))];
        var found = Volumes.Alternate(start, k => eigen[k].Values.Sum() / (scatters.Rows[k] * d), Update, Settled, MostRounds);
        var last = Shape(found);
        for (int k = 0; k < eigen.Length; k++)
        {
            double volume = found[k];
            Eigen.Compose(eigen[k].Vectors, Array.ConvertAll(last, a => volume * a), covariances.AsSpan(k * d * d, d * d));
        }
    }
}
