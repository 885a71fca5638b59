using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.ML;

/// <summary>Which density is low.</summary>
internal static class LowDensity
{
    private const int BlockRows = 1024;

    /// <summary>The largest log density of a row such that rows below it have at most a fraction of the weight.</summary>
    public static double ThresholdOf(Mixture model, IRowSource rows, MissingCells missing, double fraction, CancellationToken cancellationToken)
    {
        var densities = new double[checked((int)rows.Rows)];
        var weights = new double[densities.Length];
        rows.ForEachBlock(
            BlockRows,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    // as the rows are scored later, to the last bit: the row at the threshold is not below it
                    densities[block.FirstRow + i] = model.LogDensity(block[i], missing);
                }

                block.Weights.CopyTo(weights.AsSpan((int)block.FirstRow));
            },
            cancellationToken);
        double allowed = fraction * weights.Sum();
        Array.Sort(densities, weights);
        int first = 0;
        for (double below = weights[0]; below <= allowed && first < densities.Length - 1; below += weights[first])
        {
            first++;
        }

        return densities[first];
    }
}
