using MathNet.Numerics;
using Mixtura.Numerics;

namespace Mixtura.Tests.Numerics;

/// <summary>ln x!, the density and deviates of Poisson distributions.</summary>
public class PoissonTests
{
    [Fact]
    public void LogFactorial_IsTheSumOfLogarithms()
    {
        double sum = 0;
        for (int x = 1; x <= 3000; x++)
        {
            sum += Math.Log(x);
            Agree.Within(sum, LogFactorial.Of(x), 1e-13 * (1 + sum), $"ln {x}!");
            Agree.Within(sum - (x * Math.Log(x)) + x, LogFactorial.AboveStirling(x), 1e-12 * (1 + sum), $"ln {x}! above Stirling");
        }

        Assert.Equal(0, LogFactorial.Of(0));
        Assert.Equal(0, LogFactorial.AboveStirling(0));
        Agree.Relatively(SpecialFunctions.GammaLn(1e9 + 1), LogFactorial.Of(1e9), 1e-13, "ln 1e9!");
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(7)]
    [InlineData(450)]
    public void Density_IsTheFormula(double rate)
    {
        double sum = 0;
        for (int x = 0; x < 1000; x++)
        {
            double expected = (x * Math.Log(rate)) - rate - LogFactorial.Of(x);
            Agree.Within(expected, PoissonDensity.Log(x, rate), 1e-13 * (1 + Math.Abs(expected) + (x * Math.Abs(Math.Log(rate))) + rate), $"log density of {x}");
            sum += Math.Exp(PoissonDensity.Log(x, rate));
        }

        Agree.Within(1, sum, 1e-12, "sum of the densities");
    }

    /// <summary>At x = λ the density is 1 / √2πλ but for 1 / 12λ, whatever the size: no digits are lost.</summary>
    [Theory]
    [InlineData(1e6)]
    [InlineData(1e12)]
    public void LargeCounts_KeepTheirDigits(double rate)
    {
        double atTheRate = -(0.5 * Math.Log(2 * Math.PI * rate)) - (1 / (12 * rate));
        Agree.Within(atTheRate, PoissonDensity.Log(rate, rate), 1e-14, "at the rate");

        // one standard deviation above: −D = −½ + 1/(6√λ) − 1/(12λ) …, s as above with x for λ
        double x = rate + Math.Sqrt(rate);
        double expected = -0.5 + (1 / (6 * Math.Sqrt(rate))) - (1 / (12 * rate)) - (0.5 * Math.Log(2 * Math.PI * x)) - (1 / (12 * x));
        Agree.Within(expected, PoissonDensity.Log(x, rate), 1e-9, "one deviation above");
    }

    [Fact]
    public void ImpossibleCounts_HaveInfiniteDeviance()
    {
        Assert.Equal(double.PositiveInfinity, PoissonDensity.HalfDeviance(3, 0));
        Assert.Equal(0, PoissonDensity.HalfDeviance(0, 0));
        Assert.Equal(2.5, PoissonDensity.HalfDeviance(0, 2.5));
    }

    /// <summary>Mean and variance are both λ, the chance of 0 is e^−λ and of any count its density, within five standard errors.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1e-3)]
    [InlineData(0.7)]
    [InlineData(9.99)]
    [InlineData(10.01)]
    [InlineData(47)]
    [InlineData(1e4)]
    [InlineData(1e9)]
    public void Deviates_FollowTheLaw(double rate)
    {
        const int Count = 200_000;
        var random = new RandomSource(17);
        double[] drawn = [.. Enumerable.Range(0, Count).Select(_ => PoissonDeviate.Next(random, rate))];
        double mean = drawn.Average();
        double variance = drawn.Average(x => (x - rate) * (x - rate));
        Assert.All(drawn, static x => Assert.True(x >= 0 && x == Math.Floor(x)));
        Agree.Within(rate, mean, 5 * Math.Sqrt(rate / Count), "mean");
        Agree.Within(rate, variance, 5 * Math.Sqrt(((2 * rate * rate) + rate) / Count), "variance");
        double deviation = Math.Sqrt(rate);
        for (double x = Math.Max(0, Math.Floor(rate - (3 * deviation))); x <= rate + (3 * deviation) && rate < 100; x++)
        {
            double chance = Math.Exp(PoissonDensity.Log(x, rate));
            Agree.Within(chance, drawn.Count(one => one == x) / (double)Count, 5 * Math.Sqrt(chance / Count), $"share of {x}");
        }
    }
}
