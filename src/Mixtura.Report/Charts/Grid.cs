namespace Mixtura.Report.Charts;

/// <summary>Places along a feature at which a density is taken: even steps, every mean, and more round the means, as narrow as the components are there.</summary>
internal static class Grid
{
    private const double Reach = 4;
    private const double FinestStep = 0.2;

    /// <summary>The places, rising, inside the range.</summary>
    /// <param name="components">Mean and standard deviation of every component.</param>
    /// <param name="range">From where to where.</param>
    /// <param name="evenSteps">The even steps.</param>
    /// <param name="most">About how many places there may be; every mean is one in any case.</param>
    public static double[] Over(IReadOnlyList<(double Mean, double Deviation)> components, PlotRange range, int evenSteps, int most)
    {
        var places = new SortedSet<double>(Enumerable.Range(0, evenSteps + 1).Select(step => range.At(step, evenSteps)));
        double step = Math.Max(FinestStep, 2 * Reach * components.Count / Math.Max(1, most - evenSteps - 1));
        foreach (var (mean, deviation) in components)
        {
            for (int n = 0; n * step <= Reach; n++)
            {
                places.Add(mean - (n * step * deviation));
                places.Add(mean + (n * step * deviation));
            }
        }

        return [.. places.Where(place => place >= range.Low && place <= range.High)];
    }
}
