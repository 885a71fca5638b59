using Mixtura.Data;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Frozen;

/// <summary>Data that have the same bits everywhere: of the four operations alone, without a logarithm or a cosine of whichever library there is.</summary>
internal static class FrozenData
{
    /// <summary>Overlapping clusters of unequal weight, size and direction; values are multiples of 2⁻¹⁶, so that adding 1e8 is exact.</summary>
    public static DataSet Clusters(int rows, int columns, int components, ulong seed)
    {
        var random = new Generator(seed);
        var means = Draw(random, components * columns, 3);
        var mixing = Draw(random, components * columns * columns, 0.6);
        var values = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            int k = Math.Min(random.Index(components), random.Index(components + 1));
            var z = Draw(random, columns, 1);
            for (int j = 0; j < columns; j++)
            {
                double x = means[(k * columns) + j] + (0.4 * z[j]);
                for (int m = 0; m < columns; m++)
                {
                    x += mixing[(((k * columns) + j) * columns) + m] * z[m];
                }

                values[(i * columns) + j] = Math.Round(x * 65536) / 65536;
            }
        }

        return new DataSet(new RowMatrix(values, columns), null, components);
    }

    /// <summary>Weights from 0.25 to 2.5, every seventh row 0.</summary>
    public static DataSet Weighted(DataSet data) => data with
    {
        Weights = [.. Enumerable.Range(0, data.Rows.Rows).Select(static i => i % 7 == 0 ? 0 : 0.25 * (1 + (i % 10)))],
    };

    // the sum of twelve uniforms less 6: mean 0, variance 1, exact in binary
    private static double[] Draw(Generator random, int count, double scale)
    {
        var drawn = new double[count];
        for (int i = 0; i < count; i++)
        {
            double sum = -6;
            for (int term = 0; term < 12; term++)
            {
                sum += (random.Bits() >> 24) * (1.0 / (1L << 40));
            }

            drawn[i] = scale * sum;
        }

        return drawn;
    }
}
