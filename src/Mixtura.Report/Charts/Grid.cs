using Mixtura.Gaussian;

namespace Mixtura.Report.Charts;

/// <summary>Places along a feature at which a density is taken: even steps, and more round the means, as narrow as the components are there.</summary>
internal static class Grid
{
    private const double Reach = 4;
    private const double FinestStep = 0.2;

    /// <summary>The places, rising, inside the range.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="range">From where to where.</param>
    /// <param name="evenSteps">The even steps.</param>
    /// <param name="most">How many places there may be.</param>
    public static double[] Over(GaussianMixture model, int feature, PlotRange range, int evenSteps, int most)
    {
        var places = new SortedSet<double>(Enumerable.Range(0, evenSteps + 1).Select(step => range.At(step, evenSteps)));
        double step = Math.Max(FinestStep, 2 * Reach * model.Components / Math.Max(1, most - evenSteps - 1));
        for (int k = 0; k < model.Components; k++)
        {
            double deviation = Math.Sqrt(model.CovarianceOf(k)[feature, feature]);
            for (double z = -Reach; z <= Reach; z += step)
            {
                places.Add(model.Means[k, feature] + (z * deviation));
            }
        }

        return [.. places.Where(place => place >= range.Low && place <= range.High)];
    }
}
