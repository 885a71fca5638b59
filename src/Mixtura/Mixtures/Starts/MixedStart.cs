namespace Mixtura.Mixtures.Starts;

/// <summary>By turns k-means++, hierarchical clustering, random rows, K-means on whitened data, shells and K-means on standardized data: what one is blind to, another may find. Where features have levels,
/// random directions in the place of whitened data and shells.</summary>
internal sealed class MixedStart() : Initialization("mixed")
{
    /// <summary>The number of kinds.</summary>
    public const int Kinds = 6;

    private static readonly Initialization WhitenedKMeans = new KMeansStart(whitens: true);
    private static readonly Initialization RandomDirections = new RandomDirectionsStart();

    internal override FirstPartition Find(StartContext context, ulong stream) => (context.Sample.IsEncoded ? WayOfLevels(stream) : Way(stream)).Find(context, stream);

    private static Initialization Way(ulong turn) => turn switch
    {
        0 => KMeansPlusPlus,
        1 => Hierarchical,
        2 => RandomRows,
        3 => WhitenedKMeans,
        4 => Shells,
        5 => KMeans,
        _ => turn % 2 == 0 ? KMeansPlusPlus : RandomRows,
    };

    // neither axes nor shells say much of levels
    private static Initialization WayOfLevels(ulong turn) => turn switch
    {
        0 => KMeansPlusPlus,
        1 => Hierarchical,
        2 => RandomDirections,
        3 => KMeans,
        4 => RandomRows,
        _ => turn % 3 == 0 ? RandomRows : RandomDirections,
    };
}
