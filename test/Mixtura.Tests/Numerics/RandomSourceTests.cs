using Mixtura.Numerics;

namespace Mixtura.Tests.Numerics;

/// <summary>The generator is frozen: a model fitted today must be the one fitted in ten years.</summary>
public class RandomSourceTests
{
    /// <summary>The published vector of xoshiro256** for the state 1, 2, 3, 4 (Blackman and Vigna's reference code).</summary>
    [Fact]
    public void Reference_GivesThePublishedXoshiroVector()
    {
        ulong[] state = [1, 2, 3, 4];
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832,
            10595114339597558777, 2904607092377533576,
        ];
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(_ => Xoshiro(state)));
    }

    /// <summary>The published vector of SplitMix64 for the seed 1234567.</summary>
    [Fact]
    public void Reference_GivesThePublishedSplitMixVector()
    {
        ulong state = 1234567;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(_ => SplitMix(ref state)));
    }

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(1UL, 0UL)]
    [InlineData(7UL, 3UL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    public void Bits_AreXoshirosSeededBySplitMix(ulong seed, ulong stream)
    {
        ulong first = seed;
        ulong mixed = SplitMix(ref first) ^ (stream * 0xD1342543DE82EF95UL);
        ulong[] state = [SplitMix(ref mixed), SplitMix(ref mixed), SplitMix(ref mixed), SplitMix(ref mixed)];
        var random = new RandomSource(seed, stream);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(Xoshiro(state), random.NextBits());
        }
    }

    [Fact]
    public void Streams_AndSeedsDiffer()
    {
        var firsts = new HashSet<ulong>();
        for (ulong seed = 0; seed < 50; seed++)
        {
            for (ulong stream = 0; stream < 50; stream++)
            {
                Assert.True(firsts.Add(new RandomSource(seed, stream).NextBits()));
            }
        }
    }

    [Fact]
    public void Uniform_HasItsMoments()
    {
        var random = new RandomSource(1);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextUniform())];
        Assert.All(draws, static u => Assert.InRange(u, 0, 1 - 1e-17));
        Agree.Within(0.5, draws.Average(), 5 * Math.Sqrt(1.0 / 12 / draws.Length), "mean");
        Agree.Within(1.0 / 12, draws.Average(static u => (u - 0.5) * (u - 0.5)), 1e-3, "variance");
    }

    [Fact]
    public void Gaussian_HasItsMoments()
    {
        var random = new RandomSource(2);
        double[] draws = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextGaussian())];
        Agree.Within(0, draws.Average(), 0.012, "mean");
        Agree.Within(1, draws.Average(static z => z * z), 0.016, "variance");
        Agree.Within(0, draws.Average(static z => z * z * z), 0.045, "third moment");
        Agree.Within(3, draws.Average(static z => z * z * z * z), 0.12, "fourth moment");
        Agree.Within(0.0227501, draws.Count(static z => z > 2) / 200_000.0, 0.0017, "P(z > 2)");
        Agree.Within(0, draws.Zip(draws.Skip(1), static (a, b) => a * b).Average(), 0.012, "correlation of neighbours");
    }

    [Fact]
    public void Index_IsUniform()
    {
        var random = new RandomSource(3);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextIndex(7)]++;
        }

        Assert.All(counts, static count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void WeightedIndex_IsInProportionAndNeverOfWeightZero()
    {
        var random = new RandomSource(4);
        double[] running = [0, 1, 1, 4, 4];      // weights 0, 1, 0, 3, 0
        var counts = new int[5];
        for (int i = 0; i < 40_000; i++)
        {
            counts[random.NextWeighted(running)]++;
        }

        Assert.Equal([0, 0, 0], [counts[0], counts[2], counts[4]]);
        Assert.InRange(counts[1], 9_500, 10_500);
    }

    private static ulong Xoshiro(ulong[] s)
    {
        ulong result = ulong.RotateLeft(s[1] * 5, 7) * 9;
        ulong t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = ulong.RotateLeft(s[3], 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
