using Mixtura.Data;
using Mixtura.Numerics;

namespace Telemetry;

/// <summary>Reads rows from where it stands. Each thread has its own.</summary>
internal sealed class ReadingsReader(long rows) : IRowReader
{
    private double[] values = [];
    private double[] weights = [];
    private long next;

    public void MoveTo(long row) => next = row;

    public bool Read(int maximumRows, out RowBlock block)
    {
        int count = (int)Math.Min(maximumRows, rows - next);
        if (count <= 0)
        {
            block = default;
            return false;
        }

        if (weights.Length < count)
        {
            values = new double[2 * count];
            weights = new double[count];
            Array.Fill(weights, 1);
        }

        for (int i = 0; i < count; i++)
        {
            Write(next + i, values.AsSpan(2 * i, 2));
        }

        block = new RowBlock(values.AsSpan(0, 2 * count), weights.AsSpan(0, count), columns: 2, next);
        next += count;
        return true;
    }

    public void Dispose()
    {
    }

    private static void Write(long number, Span<double> row)
    {
        var random = new RandomSource(seed: 1, stream: (ulong)number);
        bool idles = random.NextUniform() < 0.7;
        row[0] = idles ? 10 + (2 * random.NextGaussian()) : 60 + (15 * random.NextGaussian());
        row[1] = 35 + (0.4 * row[0]) + ((idles ? 1 : 3) * random.NextGaussian());
    }
}
