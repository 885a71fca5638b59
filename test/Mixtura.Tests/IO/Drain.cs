using Mixtura.Data;

namespace Mixtura.Tests.IO;

/// <summary>Reads a source to its end.</summary>
internal static class Drain
{
    public static double[] Values(IRowSource source, int blockRows = 1024, long firstRow = 0) => Rows(source, blockRows, firstRow).Values;

    public static double[] Weights(IRowSource source, int blockRows = 1024, long firstRow = 0) => Rows(source, blockRows, firstRow).Weights;

    /// <summary>All values and weights from a row on; every block but the last must be full.</summary>
    public static (double[] Values, double[] Weights) Rows(IRowSource source, int blockRows, long firstRow)
    {
        var values = new List<double>();
        var weights = new List<double>();
        using var reader = source.Open();
        reader.MoveTo(firstRow);
        long next = firstRow;
        while (reader.Read(blockRows, out var block))
        {
            Assert.Equal(Math.Min(blockRows, source.Rows - next), block.Count);
            Assert.Equal(next, block.FirstRow);
            Assert.Equal(source.Columns, block.Columns);
            values.AddRange(block.Values);
            weights.AddRange(block.Weights);
            next += block.Count;
        }

        return ([.. values], [.. weights]);
    }
}
