using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>Distances as a component measures them.</summary>
internal static class Mahalanobis
{
    /// <summary>The standard deviation of one feature.</summary>
    public static double Deviation(GaussianParameters model, int component, int feature)
    {
        var storage = model.Structure.Storage;
        int length = storage.Length(1, model.Features);
        int at = storage.IsSpherical ? 0 : storage.HasCorrelations ? feature * (model.Features + 1) : feature;
        return Math.Sqrt(model.Covariances[(storage.IsShared ? 0 : component * length) + at]);
    }

    /// <summary>|L⁻¹(x − y)| with LLᵀ the component's covariance: the distance in its standard deviations.</summary>
    public static double Distance(GaussianParameters model, int component, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var difference = new double[x.Length];
        for (int j = 0; j < difference.Length; j++)
        {
            difference[j] = x[j] - y[j];
        }

        var whitened = new double[x.Length];
        Whitening.Apply(model.Structure.FactorOf(model, component), difference, whitened);
        double largest = whitened.Max(Math.Abs);
        return largest == 0 || !double.IsFinite(largest) ? largest : largest * Math.Sqrt(whitened.Sum(value => value / largest * (value / largest)));
    }
}
