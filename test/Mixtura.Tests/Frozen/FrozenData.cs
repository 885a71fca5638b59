using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Frozen;

/// <summary>Data that have the same bits everywhere: of the four operations alone, without a logarithm or a cosine of whichever library there is.</summary>
internal static class FrozenData
{
    /// <summary>Overlapping clusters of unequal weight, size and direction; values are multiples of 2⁻¹⁶, so that adding 1e8 is exact.</summary>
    public static DataSet Clusters(int rows, int columns, int components, ulong seed) => Shapes.Clusters(rows, columns, components, seed, Deviate);

    /// <summary>Weights from 0.25 to 2.5, every seventh row 0.</summary>
    public static DataSet Weighted(DataSet data) => data with
    {
        Weights = [.. Enumerable.Range(0, data.Rows.Rows).Select(static i => i % 7 == 0 ? 0 : 0.25 * (1 + (i % 10)))],
    };

    // the sum of twelve uniforms less 6: mean 0, variance 1, exact in binary
    private static double Deviate(Generator random)
    {
        double sum = -6;
        for (int term = 0; term < 12; term++)
        {
            sum += (random.Bits() >> 24) * (1.0 / (1L << 40));
        }

        return sum;
    }
}
