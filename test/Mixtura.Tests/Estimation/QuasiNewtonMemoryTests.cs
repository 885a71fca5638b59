using Mixtura.Estimation;

namespace Mixtura.Tests.Estimation;

/// <summary>The inverse Hessian H of one pair (s, y): Hy = s, and across the pair H = max(1, sᵀy / yᵀy)·I.</summary>
public class QuasiNewtonMemoryTests
{
    [Theory]
    [InlineData(0.25, 4)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(100, 1)]
    public void StepAcrossThePair_IsNeverShorterThanEms(double curvature, double expected)
    {
        Assert.Equal([0, expected], Applied(curvature, [0, 1]));
        Assert.Equal([1, 0], Applied(curvature, [curvature, 0]));
    }

    // s = (1, 0), y = (c, 0)
    private static double[] Applied(double curvature, double[] gradient)
    {
        var memory = new QuasiNewtonMemory(2);
        memory.Add([1, 0], [curvature, 0]);
        memory.Apply(gradient);
        return gradient;
    }
}
