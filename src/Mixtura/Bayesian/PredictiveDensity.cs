using System.Buffers;
using MathNet.Numerics;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>One component of the predictive density (10.81): a Student's t whose constants are found once. Immutable, for any number of threads.</summary>
internal sealed class PredictiveDensity
{
    // longer rows do not go on the stack
    private const int MostOnStack = 256;

    private readonly VariationalPosterior posterior;
    private readonly int component;
    private readonly double degrees;
    private readonly double shrink;
    private readonly double constant;
    private readonly bool isProduct;

    /// <param name="part">The component, and the weight that is multiplied in.</param>
    public PredictiveDensity(PredictivePart part)
    {
        posterior = part.Posterior;
        component = part.Component;
        int d = part.Prior.Features;
        double precision = posterior.MeanPrecisions[component] / (1 + posterior.MeanPrecisions[component]);

        // full: a t with ν + 1 − D degrees of freedom and precision (ν + 1 − D)β/(1 + β)·W (10.82); independent features: a product of univariate ones with ν
        isProduct = part.IsProduct;
        degrees = part.Degrees;
        shrink = precision / posterior.Freedoms[component];
        double logPrecision = (-2 * posterior.Surrogate.LogDeterminants[component]) + (d * (Math.Log(degrees * shrink)));
        constant = Math.Log(part.Weight) + (0.5 * logPrecision) - (0.5 * d * Math.Log(degrees * Math.PI))
            + (isProduct ? d * LogGammaRatio(degrees, 1) : LogGammaRatio(degrees, d));
    }

    /// <summary>That log at the mean.</summary>
    public double LogHeight => constant;

    /// <summary>The degrees of freedom n.</summary>
    public double Degrees => degrees;

    /// <summary>c with Δ² = c·|L⁻¹(x − m)|².</summary>
    public double DistanceScale => shrink * degrees;

    /// <summary>The log of weight times density, in nats: finite however far out, −∞ at infinity.</summary>
    // Γ((n+d)/2)/Γ(n/2) |Λ|^½ (nπ)^(−d/2) (1 + Δ²/n)^(−(n+d)/2)
    public double LogDensity(ReadOnlySpan<double> point)
    {
        if (point.Length <= MostOnStack)
        {
            return LogDensity(point, stackalloc double[2 * point.Length]);
        }

        double[] rented = ArrayPool<double>.Shared.Rent(2 * point.Length);
        double logDensity = LogDensity(point, rented.AsSpan(0, 2 * point.Length));
        ArrayPool<double>.Shared.Return(rented);
        return logDensity;
    }

    private double LogDensity(ReadOnlySpan<double> point, Span<double> room)
    {
        var deviation = room[..point.Length];
        var whitened = room[point.Length..];
        var mean = posterior.Surrogate.Mean(component);
        for (int j = 0; j < deviation.Length; j++)
        {
            deviation[j] = point[j] - mean[j];
        }

        var factor = posterior.Surrogate.Structure.FactorOf(posterior.Surrogate, component);
        Whitening.Apply(factor, deviation, whitened);
        if (!isProduct)
        {
            return constant - (0.5 * (degrees + whitened.Length) * LogOnePlus(deviation, whitened, factor));
        }

        double sum = 0;
        for (int j = 0; j < whitened.Length; j++)
        {
            sum += LogOnePlus(deviation.Slice(j, 1), whitened.Slice(j, 1), factor.Slice(j, 1));
        }

        return constant - (0.5 * (degrees + 1) * sum);
    }

    // log(1 + shrink·|y|²) for y = L⁻¹x; where the square overflows, from its parts
    private double LogOnePlus(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> factor)
    {
        double square = shrink * SumOfSquares(y);
        if (double.IsFinite(square))
        {
            return Math.Log(1 + square);
        }

        double largest = Largest(x);
        if (!double.IsFinite(largest))
        {
            return largest;
        }

        var small = new double[x.Length];
        for (int j = 0; j < x.Length; j++)
        {
            small[j] = x[j] / largest;
        }

        var scaled = new double[x.Length];
        Whitening.Apply(factor, small, scaled);
        double most = Largest(scaled);
        double rest = 0;
        foreach (double value in scaled)
        {
            rest += value / most * (value / most);
        }

        return Math.Log(shrink) + (2 * (Math.Log(largest) + Math.Log(most))) + Math.Log(rest);
    }

    // NaN if one is
    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    private static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum;
    }

    private static double LogGammaRatio(double degrees, int d) => SpecialFunctions.GammaLn((degrees + d) / 2) - SpecialFunctions.GammaLn(degrees / 2);
}
