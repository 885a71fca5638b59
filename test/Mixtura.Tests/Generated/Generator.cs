namespace Mixtura.Tests.Generated;

/// <summary>The tests' own random numbers, frozen: SplitMix64 and the Box–Muller transform.</summary>
internal sealed class Generator(ulong seed)
{
    private ulong state = seed;

    public ulong Bits()
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform on (0, 1].</summary>
    public double Uniform() => ((Bits() >> 11) + 1) * (1.0 / (1UL << 53));

    public int Index(int count) => (int)(Bits() % (ulong)count);

    public double Gaussian() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}
