using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Hands rows on, a block at a time, and keeps none.</summary>
internal sealed class RelaySink(int columns, bool isWeighted, IRowReceiver receiver) : IRowSink
{
    private const int BlockRows = 1024;

    private readonly double[] values = new double[BlockRows * columns];
    private readonly double[] weights = [.. Enumerable.Repeat(1.0, BlockRows)];
    private int held;

    public long Rows { get; private set; }

    public void Add(ReadOnlySpan<double> row)
    {
        row[..columns].CopyTo(values.AsSpan(held * columns));
        weights[held] = isWeighted ? row[columns] : 1;
        held++;
        Rows++;
        if (held == BlockRows)
        {
            Complete();
        }
    }

    public void Complete()
    {
        // what fails is not handed on twice
        int count = held;
        held = 0;
        if (count > 0)
        {
            receiver.Take(new RowBlock(values.AsSpan(0, count * columns), weights.AsSpan(0, count), columns, Rows - count));
        }
    }
}
