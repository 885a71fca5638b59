using System.Globalization;

namespace Mixtura.Report;

/// <summary>A component's place along a feature, as people read it.</summary>
internal static class MeanAndDeviation
{
    /// <summary>«mean ± deviation», both to the fourth digit of the deviation.</summary>
    public static string Text(double mean, double deviation)
    {
        int decimals = 3 - (int)Math.Floor(Math.Log10(deviation));
        if (decimals is < -3 or > 12)
        {
            return $"{mean.ToString("G10", CultureInfo.InvariantCulture)} ± {deviation.ToString("G4", CultureInfo.InvariantCulture)}";
        }

        string format = "F" + Math.Max(decimals, 0).ToString(CultureInfo.InvariantCulture);
        return $"{mean.ToString(format, CultureInfo.InvariantCulture)} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
