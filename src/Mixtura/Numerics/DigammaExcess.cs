namespace Mixtura.Numerics;

/// <summary>ln x − ψ(x), with ψ the digamma function: positive, falling, about 1/(2x); and its derivative.</summary>
/// <remarks>What equations for degrees of freedom are made of. Each is a small difference of large numbers, taken here without forming them: by the asymptotic series, after a step up
/// to where it holds.</remarks>
internal static class DigammaExcess
{
    // from here on the series below are exact to 1e-16 of their value
    private const double Far = 16;

    /// <summary>ln x − ψ(x).</summary>
    /// <param name="x">Above 0.</param>
    public static double Of(double x)
    {
        double stepped = 0;
        for (; x < Far; x++)
        {
            stepped += (1 / x) - Log1p.Of(1 / x);                                       // ψ(x + 1) = ψ(x) + 1/x
        }

        double r = 1 / x;
        double s = r * r;
        double series = s * ((1.0 / 12) - (s * ((1.0 / 120) - (s * ((1.0 / 252) - (s * ((1.0 / 240) - (s * ((1.0 / 132) - (s * (691.0 / 32760)))))))))));
        return stepped + (0.5 * r) + series;                                            // Abramowitz and Stegun 6.3.18
    }

    /// <summary>ψ′(x) − 1/x: how fast <see cref="Of"/> falls.</summary>
    /// <param name="x">Above 0.</param>
    public static double Fall(double x)
    {
        double stepped = 0;
        for (; x < Far; x++)
        {
            stepped += 1 / (x * x * (x + 1));                                           // ψ′(x + 1) = ψ′(x) − 1/x²
        }

        double r = 1 / x;
        double s = r * r;
        double series = r * s * ((1.0 / 6) - (s * ((1.0 / 30) - (s * ((1.0 / 42) - (s * ((1.0 / 30) - (s * (5.0 / 66)))))))));
        return stepped + (0.5 * s) + series;                                            // 6.4.12
    }
}
