using Mixtura.Data;

namespace Mixtura.Mixtures.Noise;

/// <summary>The rows of a fit without noise: all of them, each with the weight that is not noise.</summary>
internal static class NoiseWeights
{
    /// <summary>Without the share of the weight whose density is smallest.</summary>
    public static MemoryRows WithoutSparse(MemoryRows rows, Mixture model, double share, MissingCells missing)
    {
        double[] densities = model.LogDensity(rows.Matrix, missing);
        double[] weights = rows.WeightsOf();
        double left = share * weights.Sum();
        foreach (int i in Enumerable.Range(0, weights.Length).OrderBy(i => densities[i]))
        {
            left -= weights[i];
            if (left < 0)
            {
                break;
            }

            weights[i] = 0;
        }

        return Weighted(rows, weights);
    }

    /// <summary>Without rows that a fit has set apart.</summary>
    public static MemoryRows Without(MemoryRows rows, IReadOnlyList<LoneRow> lone)
    {
        double[] weights = rows.WeightsOf();
        foreach (var row in lone)
        {
            weights[row.Row] = 0;
        }

        return Weighted(rows, weights);
    }

    /// <summary>What of each row is not noise: wᵢ (1 − nᵢ) = wᵢ Σₖ rᵢₖ.</summary>
    public static MemoryRows Kept(MemoryRows rows, NoisyMixture mixture, MissingCells missing)
    {
        var responsibilities = mixture.Responsibilities(rows.Matrix, missing);
        double[] weights = rows.WeightsOf();
        for (int i = 0; i < weights.Length; i++)
        {
            double kept = 0;
            foreach (double value in responsibilities.Row(i))
            {
                kept += value;
            }

            weights[i] *= kept;
        }

        return Weighted(rows, weights);
    }

    private static MemoryRows Weighted(MemoryRows rows, double[] weights) => new(rows.Matrix, weights, rows.FeatureNames);
}
