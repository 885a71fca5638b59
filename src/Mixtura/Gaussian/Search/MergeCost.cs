
namespace Mixtura.Gaussian.Search;

/// <summary>What merging two components costs at most, by Runnalls' (2007) bound: ½[(πᵢ+πⱼ) log|Σᵢⱼ| − πᵢ log|Σᵢ| − πⱼ log|Σⱼ|] per row, no data needed.</summary>
internal static class MergeCost
{
    /// <summary>The moments of two components together: weight, mean and covariance.</summary>
    public static (double Weight, double[] Mean, double[] Covariance) Merge(GaussianParameters model, int first, int second)
    {
        int d = model.Features;
        double weight = model.Weights[first] + model.Weights[second];
        double a = model.Weights[first] / weight;
        double b = model.Weights[second] / weight;
        var one = new double[d * d];
        var other = new double[d * d];
        model.Structure.WriteCovariance(model, first, one);
        model.Structure.WriteCovariance(model, second, other);
        var mean = new double[d];
        for (int i = 0; i < d; i++)
        {
            mean[i] = (a * model.Mean(first)[i]) + (b * model.Mean(second)[i]);
            for (int j = 0; j < d; j++)
            {
                double apart = (model.Mean(first)[i] - model.Mean(second)[i]) * (model.Mean(first)[j] - model.Mean(second)[j]);
                one[(i * d) + j] = (a * one[(i * d) + j]) + (b * other[(i * d) + j]) + (a * b * apart);
            }
        }

        return (weight, mean, one);
    }

    /// <summary>The bound.</summary>
    public static double Of(GaussianParameters model, int first, int second)
    {
        var (weight, _, covariance) = Merge(model, first, second);
        double merged = model.Structure.Storage.LogDeterminant(covariance, model.Features);
        return (0.5 * weight * merged) - (model.Weights[first] * model.LogDeterminants[first]) - (model.Weights[second] * model.LogDeterminants[second]);
    }
}
