namespace Mixtura.Numerics;

/// <summary>Counts drawn from a Poisson distribution, exactly.</summary>
internal static class PoissonDeviate
{
    // from here on transformed rejection is defined, and faster
    private const double Large = 10;

    /// <summary>Draws a count.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="rate">λ, finite and at least 0; 0 gives 0.</param>
    public static double Next(RandomSource random, double rate) => rate < Large ? Invert(random, rate) : Reject(random, rate);

    private static double Invert(RandomSource random, double rate)
    {
        double left = random.NextUniform();
        double probability = Math.Exp(-rate);
        double x = 0;
        while (left >= probability && probability > 0)
        {
            left -= probability;
            x++;
            probability *= rate / x;
        }

        return x;
    }

    // algorithm PTRS (Hörmann 1993), with its constants
    private static double Reject(RandomSource random, double rate)
    {
        double b = 0.931 + (2.53 * Math.Sqrt(rate));
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        double surely = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = random.NextUniform() - 0.5;
            double v = random.NextUniform();
            double margin = 0.5 - Math.Abs(u);
            double x = Math.Floor((((2 * a / margin) + b) * u) + rate + 0.43);
            if (margin >= 0.07 && v <= surely)
            {
                return x;
            }

            if (x >= 0 && (margin >= 0.013 || v <= margin)
                && Math.Log(v * inverseAlpha / ((a / (margin * margin)) + b)) <= PoissonDensity.Log(x, rate))
            {
                return x;
            }
        }
    }
}
