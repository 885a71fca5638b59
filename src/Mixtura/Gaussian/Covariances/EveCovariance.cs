using Mixtura.Gaussian.Covariances.Storage;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Σₖ = λDAₖDᵀ, |Aₖ| = 1: Aₖ ∝ diag(DᵀWₖD), λ = Σₖ |diag(DᵀWₖD)|^(1/D) / n, and the common axes D by <see cref="CommonAxes"/>.</summary>
internal sealed class EveCovariance() : StructuredCovariance("EVE", CovarianceStorage.Ellipsoids)
{
    public override int ParameterCount(int components, int features) =>
        1 + (components * (features - 1)) + (features * (features - 1) / 2);

    internal override CovarianceStructure OfParts => Full;

    internal override int RowsNeeded(int features) => 2;

    protected override void Fit(ScatterSet scatters, double[] current, double[] covariances)
    {
        int d = scatters.Features;
        var components = Enumerable.Range(0, scatters.Components);
        double Objective(CommonAxes axes) => components.Sum(k => GeometricMean(axes.Along(k)));
        var found = CommonAxes.Find(scatters, current, static (_, along) => Shape(along), Objective);
        double volume = Objective(found) / scatters.TotalRows;
        foreach (int k in components)
        {
            Eigen.Compose(found.Axes, Array.ConvertAll(Shape(found.Along(k)), a => volume * a), covariances.AsSpan(k * d * d, d * d));
        }
    }

    private static double[] Shape(double[] along)
    {
        double root = GeometricMean(along);
        return Array.ConvertAll(along, value => value / root);
    }
}
