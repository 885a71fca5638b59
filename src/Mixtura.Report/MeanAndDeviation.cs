using System.Globalization;
using Mixtura.Mixtures;

namespace Mixtura.Report;

/// <summary>A component's place along a feature, as people read it.</summary>
internal static class MeanAndDeviation
{
    /// <summary>The same of a component's feature; where the component has no finite deviation, as Student-t components of 2 degrees of freedom or fewer, its scale in the place of that.</summary>
    public static string Text(Mixture model, int component, int feature, double mean, double deviation) =>
        !double.IsPositiveInfinity(deviation) ? Text(mean, deviation)
        : ScaleOf(model, component, feature) is > 0 and var scale ? $"{Text(mean, scale)} (scale)" : $"{mean.ToString("G10", CultureInfo.InvariantCulture)}, no deviation";

    private static double ScaleOf(Mixture model, int component, int feature)
    {
        int d = model.Features;
        foreach (var array in model.ParameterArrays)
        {
            switch (array)
            {
                case { Name: "scales", Shape: [_, var rows, _] } when rows == d:
                    return Math.Sqrt(array.Values[(((component * d) + feature) * d) + feature]);
                case { Name: "variances", Shape: [_, var columns] } when columns == d:
                    return Math.Sqrt(array.Values[(component * d) + feature]);
            }
        }

        return double.NaN;
    }

    /// <summary>«mean ± deviation», both to the fourth digit of the deviation.</summary>
    public static string Text(double mean, double deviation)
    {
        int decimals = 3 - (int)Math.Floor(Math.Log10(deviation));
        if (decimals is < -3 or > 8)
        {
            return $"{Scientific(mean, deviation)} ± {deviation.ToString("G4", CultureInfo.InvariantCulture)}";
        }

        string format = "F" + Math.Max(decimals, 0).ToString(CultureInfo.InvariantCulture);

        // what rounds to nothing has no sign
        string text = mean.ToString(format, CultureInfo.InvariantCulture);
        return $"{(text.AsSpan().ContainsAnyInRange('1', '9') ? text : text.TrimStart('-'))} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }

    // as many digits as reach the fourth of the deviation
    private static string Scientific(double mean, double deviation)
    {
        double digits = 4 + Math.Floor(Math.Log10(Math.Abs(mean))) - Math.Floor(Math.Log10(deviation));
        return double.IsNaN(digits) || digits < 1 ? "0" : mean.ToString("G" + Math.Min(digits, 15).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
