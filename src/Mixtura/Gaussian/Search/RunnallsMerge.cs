
namespace Mixtura.Gaussian.Search;

/// <summary>What merging two components costs at most, by Runnalls' (2007) bound: ½[(πᵢ+πⱼ) log|Σᵢⱼ| − πᵢ log|Σᵢ| − πⱼ log|Σⱼ|] per row, no data needed.</summary>
internal static class RunnallsMerge
{
    /// <summary>The moments of two components together: weight, mean, and covariance in the structure's form.</summary>
    public static (double Weight, double[] Mean, double[] Covariance) Of(GaussianParameters model, int first, int second)
    {
        int d = model.Features;
        double weight = model.Weights[first] + model.Weights[second];
        double a = model.Weights[first] / weight;
        double b = model.Weights[second] / weight;
        var one = new double[model.Structure.FormLength(d)];
        var other = new double[one.Length];
        model.Structure.WriteForm(model, first, one);
        model.Structure.WriteForm(model, second, other);
        var mean = new double[d];
        var apart = new double[d];
        for (int i = 0; i < d; i++)
        {
            mean[i] = (a * model.Mean(first)[i]) + (b * model.Mean(second)[i]);
            apart[i] = model.Mean(first)[i] - model.Mean(second)[i];
        }

        // without correlations there is one column of variances
        int columns = one.Length / d;
        for (int i = 0; i < one.Length; i++)
        {
            double product = apart[i / columns] * apart[columns == 1 ? i : i % columns];
            one[i] = (a * one[i]) + (b * other[i]) + (a * b * product);
        }

        return (weight, mean, one);
    }

    /// <summary>The bound.</summary>
    public static double Cost(GaussianParameters model, int first, int second)
    {
        var (weight, _, covariance) = Of(model, first, second);
        double merged = model.Structure.Storage.LogDeterminant(covariance, model.Features);
        return (0.5 * weight * merged) - (model.Weights[first] * model.LogDeterminants[first]) - (model.Weights[second] * model.LogDeterminants[second]);
    }
}
