using Mixtura.Estimation;

namespace Mixtura.Mixtures.Noise;

/// <summary>The sums of the components, Σᵢ wᵢ nᵢ of the noise and Σᵢ wᵢ.</summary>
internal sealed class NoisyStatistics<TStatistics>(TStatistics components) : IStatistics<NoisyStatistics<TStatistics>>
    where TStatistics : class, IStatistics<TStatistics>
{
    private const int Own = 2;

    /// <summary>The sums of the components.</summary>
    public TStatistics Components => components;

    /// <summary>Where responsibilities are.</summary>
    public MixtureBuffers Buffers { get; } = new();

    /// <summary>Room for the shares of a block.</summary>
    public double[] Shares { get; private set; } = [];

    /// <summary>Room for its log densities.</summary>
    public double[] LogDensities { get; private set; } = [];

    /// <summary>Σᵢ wᵢ nᵢ.</summary>
    public double Noise { get; private set; }

    /// <summary>Σᵢ wᵢ.</summary>
    public double Total { get; private set; }

    /// <inheritdoc/>
    public int Length => components.Length + Own;

    /// <summary>Adds a block's.</summary>
    public void Add(double noise, double total) => (Noise, Total) = (Noise + noise, Total + total);

    /// <summary>Makes room for blocks of so many rows.</summary>
    public void Reserve(int rows)
    {
        if (Shares.Length < rows)
        {
            Shares = new double[rows];
            LogDensities = new double[rows];
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        components.Clear();
        (Noise, Total) = (0, 0);
    }

    /// <inheritdoc/>
    public void Merge(NoisyStatistics<TStatistics> other)
    {
        components.Merge(other.Components);
        Add(other.Noise, other.Total);
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination)
    {
        components.CopyTo(destination[Own..]);
        (destination[0], destination[1]) = (Noise, Total);
    }

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source)
    {
        components.CopyFrom(source[Own..]);
        (Noise, Total) = (source[0], source[1]);
    }
}
