using Mixtura.Estimation;

namespace Mixtura.Mixtures.Comparisons;

/// <summary>What a comparison adds up over a sample: responsibilities and their products, that of the noise the last, and what its weights are like.</summary>
/// <param name="model">The mixture.</param>
internal sealed class SampleSums(Mixture model) : IStatistics<SampleSums>
{
    private readonly double[] sums = new double[SharesOf(model) + ProductsOf(SharesOf(model)) + 2];
    private readonly double[] row = new double[SharesOf(model)];
    private double[] responsibilities = [];

    /// <inheritdoc/>
    public int Length => sums.Length;

    /// <summary>Whether a row has another weight than 1.</summary>
    public bool IsWeighted => sums[^2] > 0;

    /// <summary>Whether every weight is a whole number.</summary>
    public bool IsCounted => sums[^1] == 0;

    /// <summary>Σᵢ wᵢ rᵢₖ.</summary>
    public ReadOnlySpan<double> Shares => sums.AsSpan(0, row.Length);

    /// <summary>Σᵢ wᵢ rᵢₖ rᵢₗ, l ≤ k, row after row.</summary>
    public ReadOnlySpan<double> Products => sums.AsSpan(row.Length, ProductsOf(row.Length));

    /// <summary>Room for the responsibilities of a block.</summary>
    /// <param name="rows">Its rows.</param>
    public Span<double> Responsibilities(int rows)
    {
        int length = rows * model.Components;
        responsibilities = responsibilities.Length < length ? new double[length] : responsibilities;
        return responsibilities.AsSpan(0, length);
    }

    /// <summary>Adds a block.</summary>
    /// <param name="own">rᵢₖ, row after row.</param>
    /// <param name="weights">wᵢ.</param>
    public void Add(ReadOnlySpan<double> own, ReadOnlySpan<double> weights)
    {
        int k = model.Components;
        for (int i = 0; i < weights.Length; i++)
        {
            var posterior = own.Slice(i * k, k);
            sums[^2] += weights[i] != 1 ? 1 : 0;
            sums[^1] += weights[i] != Math.Floor(weights[i]) ? 1 : 0;
            if (weights[i] > 0)
            {
                posterior.CopyTo(row);
                if (row.Length > k)
                {
                    row[k] = model.ProbabilityOf(posterior, NoisyMixture.NoiseLabel);
                }

                AddRow(weights[i]);
            }
        }
    }

    /// <inheritdoc/>
    public void Clear() => Array.Clear(sums);

    /// <inheritdoc/>
    public void Merge(SampleSums other)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += other.sums[i];
        }
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination) => sums.CopyTo(destination);

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source) => source.CopyTo(sums);

    // most responsibilities are 0
    private void AddRow(double weight)
    {
        for (int k = 0, place = row.Length; k < row.Length; place += ++k)
        {
            double own = weight * row[k];
            if (own == 0)
            {
                continue;
            }

            sums[k] += own;
            for (int l = 0; l <= k; l++)
            {
                sums[place + l] += own * row[l];
            }
        }
    }

    private static int SharesOf(Mixture model) => model.Components + (model.Noise is null ? 0 : 1);

    private static int ProductsOf(int shares) => shares * (shares + 1) / 2;
}
