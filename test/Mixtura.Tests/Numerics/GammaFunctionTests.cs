using System.Numerics;
using System.Runtime.Intrinsics;
using MathNet.Numerics;
using Mixtura.Families.StudentT;
using Mixtura.Numerics;

namespace Mixtura.Tests.Numerics;

/// <summary>Small differences of large functions: against the functions where they leave digits, against the limit where they do not.</summary>
public class GammaFunctionTests
{
    public static TheoryData<double> Arguments => [0.05, 0.1, 0.5, 1, 1.5, 2.25, 7, 15.9, 16, 19.99, 20, 50, 100];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Differences_AreThoseOfTheFunctions(double x)
    {
        double excess = Math.Log(x) - SpecialFunctions.DiGamma(x);
        Agree.Within(excess, DigammaExcess.Of(x), 1e-14 * Math.Max(1, Math.Abs(SpecialFunctions.DiGamma(x))), "ln x − ψ(x)");
        double h = 1e-3 * x;
        double fall = ((8 * (DigammaExcess.Of(x - h) - DigammaExcess.Of(x + h))) - (DigammaExcess.Of(x - (2 * h)) - DigammaExcess.Of(x + (2 * h)))) / (12 * h);
        Agree.Relatively(fall, DigammaExcess.Fall(x), 1e-9, "its fall");
        foreach (double step in (double[])[0.5, 1, 2, 8.5, 300])
        {
            double expected = SpecialFunctions.GammaLn(x + step) - SpecialFunctions.GammaLn(x) - (step * Math.Log(x));
            Agree.Within(expected, GammaRatio.Log(x, step), 1e-13 * Math.Max(1, SpecialFunctions.GammaLn(x + step)), $"ln Γ(x + {step})");
        }
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e12)]
    [InlineData(1e99)]
    public void Differences_KeepTheirDigitsFarOut(double x)
    {
        Agree.Relatively((1 / (2 * x)) + (1 / (12 * x * x)), DigammaExcess.Of(x), 1e-15, "ln x − ψ(x)");
        Agree.Relatively((1 / (2 * x * x)) + (1 / (6 * x * x * x)), DigammaExcess.Fall(x), 1e-15, "its fall");
        Agree.Within(Log1p.Of(1 / x) + Log1p.Of(2 / x) + Log1p.Of(3 / x), GammaRatio.Log(x, 4), 1e-14, "ln Γ(x + 4) − ln Γ(x) − 4 ln x");
    }

    [Fact]
    public void GammaOfWholeSteps_IsAProduct()
    {
        for (double x = 0.25; x < 1e5; x *= 3)
        {
            Agree.Within(Log1p.Of(1 / x) + Log1p.Of(2 / x), GammaRatio.Log(x, 3), 1e-13, $"at {x}");
        }
    }

    [Fact]
    public void Log1p_KeepsTheDigitsOfSmallNumbers()
    {
        Agree.Relatively(1e-20, Log1p.Of(1e-20), 1e-15, "1e-20");
        Agree.Relatively(1e-9 - 5e-19 + (1e-27 / 3), Log1p.Of(1e-9), 1e-15, "1e-9");
        foreach (double x in (double[])[0, 1e-300, 1e-20, 1e-9, 1e-4, .3, .9999, 1, 1.5, 7, 1e10, 1e300, double.PositiveInfinity, double.NaN])
        {
            Agree.Relatively(Log1p.Of(x), LaneOf(x), 4e-16, $"ln(1 + {x})");
            Agree.Relatively(Log1p.Of(x), WideLaneOf(x), 4e-16, $"ln(1 + {x}), eight lanes");
        }
    }

    [Fact]
    public void Root_SolvesTheEquation_OrIsAnEnd()
    {
        for (double nu = 0.1; nu < 200; nu *= 1.07)
        {
            Agree.Relatively(nu, DegreesOfFreedom.Root(DigammaExcess.Of(0.5 * nu)), 1e-12, "ν");
        }

        Assert.Equal(DegreesOfFreedom.Largest, DegreesOfFreedom.Root(-1));
        Assert.Equal(DegreesOfFreedom.Largest, DegreesOfFreedom.Root(1e-4));
        Assert.Equal(DegreesOfFreedom.Smallest, DegreesOfFreedom.Root(1e3));
    }

    private static double LaneOf(double x)
    {
        var sum = Vector<double>.One + Vector.Create(x);
        return Log1p.Of(Vector.Create(x), sum, Vector<double>.One / sum)[0];
    }

    private static double WideLaneOf(double x)
    {
        var sum = Vector512<double>.One + Vector512.Create(x);
        return Mixtura.Numerics.Wide.Log1p.Of(Vector512.Create(x), sum, Vector512<double>.One / sum)[0];
    }
}
