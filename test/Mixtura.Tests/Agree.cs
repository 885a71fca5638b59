using System.Globalization;

namespace Mixtura.Tests;

/// <summary>Comparisons that say on failure how far apart the numbers are.</summary>
internal static class Agree
{
    /// <summary>|expected − actual| ≤ tolerance · |expected|.</summary>
    public static void Relatively(double expected, double actual, double tolerance, string what) =>
        Within(expected, actual, tolerance * Math.Abs(expected), what);

    /// <summary>|expected − actual| ≤ tolerance.</summary>
    public static void Within(double expected, double actual, double tolerance, string what) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance || expected.Equals(actual),
            string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, found {actual:R}, off by {Math.Abs(expected - actual):0.##e+0}, allowed {tolerance:0.##e+0}"));

    public static void Within(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Within(expected[i], actual[i], tolerance, $"{what}[{i}]");
        }
    }

    /// <summary>The same bits.</summary>
    public static void Exactly(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]),
                string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: expected the bits of {expected[i]:R}, found {actual[i]:R}"));
        }
    }

    /// <summary>Parameters up to the order of components: weights relative to themselves, means to themselves or the component's standard deviation,
    /// whichever is larger, covariances to the standard deviations of their two features.</summary>
    public static void Parameters(MixtureParameters expected, MixtureParameters actual, double tolerance, string what = "parameters")
    {
        Assert.Equal(expected.Components, actual.Components);
        var ordered = actual.InOrderOf(expected);
        for (int k = 0; k < expected.Components; k++)
        {
            Relatively(expected.Weights[k], ordered.Weights[k], tolerance, $"{what}, weight {k}");
            for (int i = 0; i < expected.Features; i++)
            {
                double deviation = Math.Sqrt(expected.Covariances[k][i][i]);
                double mean = expected.Means[k][i];
                Within(mean, ordered.Means[k][i], tolerance * Math.Max(Math.Abs(mean), deviation), $"{what}, mean {k}, feature {i}");
                for (int j = 0; j < expected.Features; j++)
                {
                    double scale = deviation * Math.Sqrt(expected.Covariances[k][j][j]);
                    Within(expected.Covariances[k][i][j], ordered.Covariances[k][i][j], tolerance * scale, $"{what}, covariance {k}, ({i}, {j})");
                }
            }
        }
    }
}
