using Mixtura.Data;

namespace Mixtura.Cli.Output;

/// <summary>How many rows count at all.</summary>
internal static class WeightedRows
{
    private const int BlockRows = 1024;

    /// <summary>The rows whose weight is not 0; a fit that was interrupted has its summary all the same.</summary>
    public static long Of(IRowSource rows)
    {
        long count = 0;
        rows.ForEachBlock(BlockRows, block => count += block.Count - block.Weights.Count(0.0), CancellationToken.None);
        return count;
    }
}
