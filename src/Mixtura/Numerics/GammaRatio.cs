namespace Mixtura.Numerics;

/// <summary>ln Γ(a + h) − ln Γ(a) − h ln a, which goes to 0 as a grows.</summary>
/// <remarks>The difference of two logarithms of Γ has no digit left of it at a = 1e16. Stirling's series of both are subtracted term by term, after a step up to where the series holds
/// by Γ(a + 1) = aΓ(a).</remarks>
internal static class GammaRatio
{
    // from here on the series below is exact to 1e-17
    private const double Far = 20;

    /// <summary>ln Γ(a + h) − ln Γ(a) − h ln a.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="h">Not negative.</param>
    public static double Log(double a, double h)
    {
        double far = a;
        double stepped = 0;
        while (far < Far)
        {
            stepped += Log1p.Of(h / far);
            far++;
        }

        double series = ((far + h - 0.5) * Log1p.Of(h / far)) - h + Rest(far + h) - Rest(far);
        return far > a ? series + (h * Math.Log(far / a)) - stepped : series;
    }

    // ln Γ(z) − (z − ½) ln z + z − ½ ln 2π (Abramowitz and Stegun 6.1.41)
    private static double Rest(double z)
    {
        double r = 1 / z;
        double s = r * r;
        return r * ((1.0 / 12) - (s * ((1.0 / 360) - (s * ((1.0 / 1260) - (s * ((1.0 / 1680) - (s / 1188))))))));
    }
}
