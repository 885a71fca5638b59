using System.Runtime.CompilerServices;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>The entropy of the responsibilities, and the buffers of the family that computes them.</summary>
internal sealed class ScoringStatistics<TStatistics>(TStatistics workspace) : IStatistics<ScoringStatistics<TStatistics>>
{
    /// <summary>Whose buffers the E-step uses.</summary>
    public TStatistics Workspace { get; } = workspace;

    /// <summary>Where the responsibilities are.</summary>
    public MixtureBuffers Buffers { get; } = new();

    /// <summary>−Σᵢ wᵢ Σₖ rᵢₖ log rᵢₖ.</summary>
    public double Entropy { get; private set; }

    /// <summary>−Σᵢ wᵢ log maxₖ rᵢₖ.</summary>
    public double Doubt { get; private set; }

    /// <summary>Adds those of a block.</summary>
    /// <param name="responsibilities">wᵢ · rᵢₖ.</param>
    /// <param name="weights">wᵢ.</param>
    public void Add(ComponentBlock responsibilities, ReadOnlySpan<double> weights)
    {
        Entropy += EntropyOf(responsibilities, weights);
        Doubt += DoubtOf(responsibilities, weights);
    }

    /// <inheritdoc/>
    public int Length => 2;

    /// <inheritdoc/>
    public void Clear() => (Entropy, Doubt) = (0, 0);

    /// <inheritdoc/>
    public void Merge(ScoringStatistics<TStatistics> other)
    {
        Entropy += other.Entropy;
        Doubt += other.Doubt;
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination)
    {
        destination[0] = Entropy;
        destination[1] = Doubt;
    }

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source) => (Entropy, Doubt) = (source[0], source[1]);

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
