namespace Mixtura.Gaussian.Starts;

/// <summary>By turns k-means++, random rows, K-means on whitened data and on standardized: what one is blind to, another may find.</summary>
internal sealed class MixedStart() : Initialization("mixed")
{
    private static readonly Initialization WhitenedKMeans = new KMeansStart(whitens: true);

    internal override GaussianParameters Start(StartContext context, ulong stream) => Way(stream % 4).Start(context, stream);

    private static Initialization Way(ulong turn) => turn switch
    {
        0 => KMeansPlusPlus,
        1 => RandomRows,
        2 => WhitenedKMeans,
        _ => KMeans,
    };
}
