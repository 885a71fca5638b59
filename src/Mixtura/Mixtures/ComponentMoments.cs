using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>What the mean and the covariance of a component say, whatever its kind.</summary>
internal static class ComponentMoments
{
    /// <summary>The covariance of some features under one component.</summary>
    /// <returns>A number a pair, row after row.</returns>
    public static double[] CovarianceOf(Mixture mixture, int component, int[] features)
    {
        var (_, deviations) = mixture.MomentsOf(component);
        int p = features.Length;
        return [.. CorrelationsOf(mixture, component, features).Select((value, at) => value == 0 ? 0 : value * deviations[features[at / p]] * deviations[features[at % p]])];
    }

    private static double[] CorrelationsOf(Mixture mixture, int component, int[] features)
    {
        int p = features.Length;
        var correlations = new double[p * p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double entry = i == j ? 1 : mixture.Core.Correlation(component, features[i], features[j]);
                (correlations[(i * p) + j], correlations[(j * p) + i]) = (entry, entry);
            }
        }

        return correlations;
    }

    /// <summary>√((x − μ)ᵀC⁻¹(x − μ)) of the observed features that are numbers; NaN where there is none, or where their covariance is not to be inverted.</summary>
    public static double DistanceOf(Mixture mixture, int component, ReadOnlySpan<double> row)
    {
        double[] x = row.ToArray();
        var (means, deviations) = mixture.MomentsOf(component);
        int[] features = [.. Enumerable.Range(0, x.Length).Where(j => !double.IsNaN(x[j]) && mixture.LevelsOf(j).Count == 0)];
        int p = features.Length;
        var factor = new double[p * p];
        double[] scales = [.. features.Select(j => deviations[j])];
        double[] correlations = CorrelationsOf(mixture, component, features);
        if (p == 0 || !Array.TrueForAll(scales, static scale => scale > 0 && double.IsFinite(scale)) || !Cholesky.TryFactor(correlations, p, factor))
        {
            return double.NaN;
        }

        Cholesky.Invert(factor, p);
        var whitened = new double[p];
        Cholesky.Multiply(factor, [.. features.Select((j, i) => (x[j] - means[j]) / scales[i])], whitened);
        double largest = whitened.Max(Math.Abs);
        return largest == 0 || !double.IsFinite(largest) ? largest : largest * Math.Sqrt(whitened.Sum(value => value / largest * (value / largest)));
    }
}
