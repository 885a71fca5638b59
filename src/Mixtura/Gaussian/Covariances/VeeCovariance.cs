using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λₖC, |C| = 1: C ∝ Σₖ Wₖ/λₖ, λₖ = tr(WₖC⁻¹) / (nₖD), by turns.</summary>
internal sealed class VeeCovariance() : StructuredCovariance("VEE", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) => components + Triangle.Length(features) - 1;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        var inverseFactor = new double[d * d];
        double[] Shape(double[] volumes)
        {
            var shape = scatters.Sum(k => 1 / volumes[k]);
            bool isRegular = Cholesky.TryFactor(shape, d, inverseFactor);
            double root = isRegular ? Math.Exp(2 * Cholesky.LogDeterminant(inverseFactor, d) / d) : double.NaN;
            Cholesky.Invert(inverseFactor, d);
            return Array.ConvertAll(shape, value => value / root);
        }

        // C⁻¹ is the inverse of the sum times its root: one factor serves all components
        double[] Update(double[] volumes)
        {
            var shape = Shape(volumes);
            double root = scatters.Sum(k => 1 / volumes[k])[0] / shape[0];
            return [.. scatters.Matrices.Select((w, k) => root * Triangle.TraceOfQuotient(w, inverseFactor, d) / (scatters.Rows[k] * d))];
        }

        double[] start = [.. Enumerable.Range(0, scatters.Components).Select(k => Volume(current, k, d))];
        var found = Volumes.Alternate(start, k => Triangle.Trace(scatters.Matrices[k], d) / (scatters.Rows[k] * d), Update, Settled, MostRounds);
        var last = Shape(found);
        for (int i = 0; i < covariances.Length; i++)
        {
            covariances[i] = found[i / (d * d)] * last[i % (d * d)];
        }
    }
}
