using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Report.Survey;

/// <summary>How wide the bins of a histogram are: so that it comes closest to the density that the rows are said to have, and whole steps of the grid that their values lie on.</summary>
internal static class HistogramBins
{
    private const int LeastBins = 10;
    private const int MostBins = 60;
    private const int Places = 600;

    // of a step
    private const double Rounding = 1e-6;

    /// <summary>An empty histogram.</summary>
    /// <param name="view">From where to where it goes.</param>
    /// <param name="values">Values of some rows.</param>
    /// <param name="rows">n, the number of all rows.</param>
    /// <param name="line">The mixture over this feature.</param>
    public static WeightedHistogram Of((double Low, double High) view, ReadOnlySpan<double> values, long rows, Mixture line)
    {
        double range = view.High - view.Low;
        if (line.IsDiscrete(0))
        {
            return OfCounts(view.Low, view.High, (int)Math.Clamp(Math.Ceiling(2.5 * Math.Cbrt(rows)), LeastBins, MostBins));
        }

        double width = range / Math.Clamp(Math.Ceiling(range / Width(view, rows, line)), LeastBins, MostBins);
        double step = ValueGrid.StepOf(values);
        return step > 0 && range > 0 ? OnGrid(view, values[0], step, Math.Max(Math.Round(width / step), Math.Ceiling(range / step / MostBins))) : Even(view, width);
    }

    // h = (6 / (n ∫f′²))^⅓ has the least mean squared error of all widths (Scott 1979); the density f is that of the mixture
    private static double Width((double Low, double High) view, long rows, Mixture line)
    {
        double step = (view.High - view.Low) / Places;
        double[] places = [.. Enumerable.Range(0, Places + 1).Select(i => view.Low + (i * step))];
        double[] density = step > 0 ? Array.ConvertAll(line.LogDensity(new RowMatrix(places, 1)), Math.Exp) : [];
        double roughness = 0;
        for (int i = 1; i < density.Length; i++)
        {
            double rise = density[i] - density[i - 1];
            roughness += rise * rise / step;
        }

        return double.IsNaN(roughness) ? double.PositiveInfinity : Math.Cbrt(6 / (rows * roughness));
    }

    private static WeightedHistogram Even((double Low, double High) view, double width) =>
        new(view.Low, view.High, width > 0 ? (int)Math.Round((view.High - view.Low) / width) : LeastBins);

    // as many values of the grid in every bin, and none at an edge
    private static WeightedHistogram OnGrid((double Low, double High) view, double origin, double step, double steps)
    {
        double width = Math.Max(1, steps) * step;
        double low = origin + ((Math.Floor(((view.Low - origin) / step) + Rounding) - 0.5) * step);
        int bins = (int)Math.Floor(((view.High - low) / width) + Rounding) + 1;
        return new WeightedHistogram(low, low + (bins * width), bins);
    }

    // a bin about every whole number, or about as many of them as there would be too many bins else
    private static WeightedHistogram OfCounts(double low, double high, int most)
    {
        double first = Math.Floor(low);
        int values = (int)Math.Min(int.MaxValue / 2, Math.Ceiling(high) - first) + 1;
        int width = (values + most - 1) / most;
        int bins = (values + width - 1) / width;
        return new WeightedHistogram(first - 0.5, first - 0.5 + ((double)bins * width), bins);
    }
}
