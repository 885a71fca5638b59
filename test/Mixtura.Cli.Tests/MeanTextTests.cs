using Mixtura.Report;

namespace Mixtura.Cli.Tests;

/// <summary>A mean and a deviation have the digits up to the fourth of the deviation, at any scale.</summary>
public class MeanTextTests
{
    [Theory]
    [InlineData(4.28966, 0.412345, "4.2897 ± 0.4123")]
    [InlineData(-0.00001, 0.5, "0.0000 ± 0.5000")]
    [InlineData(-3.25, 0.5, "-3.2500 ± 0.5000")]
    [InlineData(1.23456789e-9, 2.5e-10, "1.2346E-09 ± 2.5E-10")]
    [InlineData(2e8, 5e7, "2E+08 ± 5E+07")]
    [InlineData(0, 2.5e-10, "0 ± 2.5E-10")]
    public void Digits_AreThoseOfTheDeviation(double mean, double deviation, string text) => Assert.Equal(text, MeanAndDeviation.Text(mean, deviation));
}
