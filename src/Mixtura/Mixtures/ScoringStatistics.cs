using System.Runtime.CompilerServices;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>The entropy of the responsibilities, and the buffers of the family that computes them.</summary>
internal sealed class ScoringStatistics<TStatistics>(TStatistics workspace) : IStatistics<ScoringStatistics<TStatistics>>
{
    // what is not told takes no place: the sums' length decides how rows are shared out
    private readonly bool hasGoodRows = workspace is IGoodRows or IBlockScorer { GoodRows: not null };

    /// <summary>Whose buffers the E-step uses.</summary>
    public TStatistics Workspace { get; } = workspace;

    /// <summary>Where the responsibilities are.</summary>
    public MixtureBuffers Buffers { get; } = new();

    /// <summary>−Σᵢ wᵢ Σₖ rᵢₖ log rᵢₖ.</summary>
    public double Entropy { get; private set; }

    /// <summary>−Σᵢ wᵢ log maxₖ rᵢₖ.</summary>
    public double Doubt { get; private set; }

    /// <summary>Σᵢ wᵢ over the rows that are more probably bad than good.</summary>
    public double BadRows { get; private set; }

    /// <summary>Adds those of a block.</summary>
    /// <param name="responsibilities">wᵢ · rᵢₖ.</param>
    /// <param name="weights">wᵢ.</param>
    public void Add(ComponentBlock responsibilities, ReadOnlySpan<double> weights)
    {
        Entropy += EntropyOf(responsibilities, weights);
        Doubt += DoubtOf(responsibilities, weights);
    }

    /// <summary>Adds the weight of the rows that are more probably bad than good in their most probable component.</summary>
    /// <param name="responsibilities">wᵢ · rᵢₖ, and after those of the components perhaps that of noise, whose rows are neither.</param>
    /// <param name="components">The number of components.</param>
    /// <param name="weights">wᵢ.</param>
    /// <param name="rows">What the components say of the rows; null for nothing.</param>
    public void AddBad(ComponentBlock responsibilities, int components, ReadOnlySpan<double> weights, IGoodRows? rows)
    {
        for (int i = 0; rows is not null && i < responsibilities.Rows; i++)
        {
            int best = 0;
            for (int k = 1; k < responsibilities.Components; k++)
            {
                best = responsibilities[k][i] > responsibilities[best][i] ? k : best;
            }

            BadRows += best < components && rows.GoodProbability(best, i) < 0.5 ? weights[i] : 0;
        }
    }

    /// <inheritdoc/>
    public int Length => hasGoodRows ? 3 : 2;

    /// <inheritdoc/>
    public void Clear() => (Entropy, Doubt, BadRows) = (0, 0, 0);

    /// <inheritdoc/>
    public void Merge(ScoringStatistics<TStatistics> other)
    {
        Entropy += other.Entropy;
        Doubt += other.Doubt;
        BadRows += other.BadRows;
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination)
    {
        destination[0] = Entropy;
        destination[1] = Doubt;
        if (hasGoodRows)
        {
            destination[2] = BadRows;
        }
    }

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source) => (Entropy, Doubt, BadRows) = (source[0], source[1], hasGoodRows ? source[2] : 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double EntropyOf(ComponentBlock responsibilities, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int k = 0; k < responsibilities.Components; k++)
        {
            var run = responsibilities[k];
            for (int i = 0; i < run.Length; i++)
            {
                sum -= run[i] > 0 ? run[i] * Math.Log(run[i] / weights[i]) : 0;
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double DoubtOf(ComponentBlock responsibilities, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < responsibilities.Rows; i++)
        {
            double largest = 0;
            for (int k = 0; k < responsibilities.Components; k++)
            {
                largest = Math.Max(largest, responsibilities[k][i]);
            }

            sum -= largest > 0 && largest < weights[i] ? weights[i] * Math.Log(largest / weights[i]) : 0;
        }

        return sum;
    }
}
