using Mixtura.Numerics;

namespace Mixtura.Mixtures.Starts;

/// <summary>What every start needs: a sample of the rows, the data's moments, and what is asked for.</summary>
/// <param name="Sample">Rows in memory.</param>
/// <param name="Summary">The data's moments.</param>
/// <param name="Components">K.</param>
/// <param name="HasCorrelations">Whether components can have correlations, so that coordinates in which the data's are gone are worth their price.</param>
/// <param name="Seed">The seed.</param>
internal sealed record StartContext(RowSample Sample, DataSummary Summary, int Components, bool HasCorrelations, ulong Seed)
{
    private readonly Lazy<RowSample> whitened = new(Sample.Whitened);
    private readonly Lazy<RowSample> halfWhitened = new(Sample.HalfWhitened);

    /// <summary>The sample in coordinates in which the data's covariance is the identity.</summary>
    public RowSample Whitened => whitened.Value;

    /// <summary>The sample in coordinates between standardized and whitened ones.</summary>
    public RowSample HalfWhitened => halfWhitened.Value;

    /// <summary>The work that starts and moves take.</summary>
    public WorkCount Work { get; } = new(Summary.WeightedRows, Components);

    /// <summary>The number of coordinates in which distances are taken.</summary>
    public int Features => Sample.Features;

    /// <summary>The random numbers of one restart.</summary>
    public RandomSource Random(ulong stream) => new(Seed, stream);
}
