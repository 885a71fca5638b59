using Mixtura.Estimation;

namespace Mixtura.Tests.Estimation;

/// <summary>Aitken's rule on sequences whose limit is known.</summary>
public class ConvergenceTestTests
{
    /// <summary>bₜ = −aᵗ has the limit 0: what is still to come is aᵗ, ever so slowly as a nears 1.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(0.999)]
    public void GeometricSequence_StopsWithinTheToleranceOfItsLimit(double ratio)
    {
        var test = new ConvergenceTest(1e-6);
        int steps = 0;
        while (!test.Add(-1000 * Math.Pow(ratio, steps)))
        {
            steps++;
            Assert.True(steps < 100_000);
        }

        Assert.InRange(1000 * Math.Pow(ratio, steps), 0, 1e-6 * (1 + 1e-5));
        Assert.True(1000 * Math.Pow(ratio, steps - 2) > 1e-6);
    }

    [Fact]
    public void SlowRise_IsNotMistakenForTheLimit()
    {
        // each gain is a hundredth of the tolerance, but they never end
        var test = new ConvergenceTest(1e-6);
        for (int t = 0; t < 1000; t++)
        {
            Assert.False(test.Add(t * 1e-8));
        }
    }

    [Fact]
    public void GrowingGains_NeverConverge()
    {
        var test = new ConvergenceTest(1e-3);
        for (int t = 0; t < 30; t++)
        {
            Assert.False(test.Add(-1 + (1e-6 * Math.Pow(1.5, t))));
        }
    }

    [Fact]
    public void ToleranceZero_NeverConverges()
    {
        var test = new ConvergenceTest(0);
        for (int t = 0; t < 10; t++)
        {
            Assert.False(test.Add(-5));
        }
    }

    [Fact]
    public void GainBelowRounding_Converges()
    {
        var test = new ConvergenceTest(1e-300);
        Assert.False(test.Add(-1e6));
        Assert.True(test.Add(-1e6 + 1e-10));
    }

    [Fact]
    public void NaN_NeverConverges()
    {
        var test = new ConvergenceTest(1);
        for (int t = 0; t < 5; t++)
        {
            Assert.False(test.Add(double.NaN));
        }
    }
}
