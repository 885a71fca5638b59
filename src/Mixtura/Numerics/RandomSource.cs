namespace Mixtura.Numerics;

/// <summary>Random numbers that never change with the runtime: xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64.</summary>
public sealed class RandomSource
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;
    private double spareGaussian = double.NaN;

    /// <summary>The stream with this number of those that belong to a seed; streams are independent of each other.</summary>
    public RandomSource(ulong seed, ulong stream = 0)
    {
        ulong state = seed;
        state = SplitMix(ref state) ^ (stream * 0xD1342543DE82EF95UL);
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = ulong.RotateLeft(s1 * 5, 7) * 9;
        ulong shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = ulong.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform on [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0 … <paramref name="count"/> − 1.</summary>
    public long NextIndex(long count) => (long)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>A standard normal deviate, by Marsaglia's polar method.</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(spareGaussian))
        {
            double spare = spareGaussian;
            spareGaussian = double.NaN;
            return spare;
        }

        double u, v, square;
        do
        {
            u = (2 * NextUniform()) - 1;
            v = (2 * NextUniform()) - 1;
            square = (u * u) + (v * v);
        }
        while (square is >= 1 or 0);

        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        spareGaussian = v * factor;
        return u * factor;
    }

    /// <summary>A gamma deviate of scale 1 (Marsaglia and Tsang 2000).</summary>
    internal double NextGamma(double shape)
    {
        if (shape < 1)
        {
            return NextGamma(shape + 1) * Math.Pow(1 - NextUniform(), 1 / shape);
        }

        double c = shape - (1.0 / 3);
        while (true)
        {
            double x = NextGaussian();
            double v = 1 + (x / Math.Sqrt(9 * c));
            v = v * v * v;
            if (v > 0 && Math.Log(1 - NextUniform()) < (0.5 * x * x) + (c * (1 - v + Math.Log(v))))
            {
                return c * v;
            }
        }
    }

    /// <summary>An index drawn in proportion to weights, given their running sums.</summary>
    public int NextWeighted(ReadOnlySpan<double> runningSums)
    {
        double target = NextUniform() * runningSums[^1];
        int low = 0;
        int high = runningSums.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (runningSums[middle] > target)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
