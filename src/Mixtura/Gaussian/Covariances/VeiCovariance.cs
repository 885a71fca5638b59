using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λₖA, diagonal, |A| = 1: A ∝ Σₖ diag(Wₖ)/λₖ, λₖ = tr(WₖA⁻¹) / (nₖD), by turns.</summary>
internal sealed class VeiCovariance() : StructuredCovariance("VEI", CovarianceStorage.Axes)
{
    public override int ParameterCount(int components, int features) => components + features - 1;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        double[] Shape(double[] volumes)
        {
            var shape = scatters.Sum(k => 1 / volumes[k]);
            double root = GeometricMean(shape);
            return Array.ConvertAll(shape, value => value / root);
        }

        double[] Update(double[] volumes)
        {
            var shape = Shape(volumes);
            return [.. scatters.Matrices.Select((w, k) => w.Zip(shape, static (s, a) => s / a).Sum() / (scatters.Rows[k] * d))];
        }

        double[] start = [.. Enumerable.Range(0, scatters.Components).Select(k => Volume(current, k, d))];
        var found = Volumes.Alternate(start, k => scatters.Matrices[k].Sum() / (scatters.Rows[k] * d), Update, Settled, MostRounds);
        var last = Shape(found);
        for (int i = 0; i < covariances.Length; i++)
        {
            covariances[i] = found[i / d] * last[i % d];
        }
    }
}
