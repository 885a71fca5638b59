namespace Mixtura.Mixtures.Starts;

/// <summary>K-means to convergence from k-means++ centres.</summary>
/// <param name="whitens">Whether distances are taken in whitened coordinates instead of standardized ones.</param>
internal sealed class KMeansStart(bool whitens = false) : Initialization("kmeans")
{
    private const int MostIterations = 100;

    internal override FirstPartition Find(StartContext context, ulong stream)
    {
        var sample = whitens ? context.Whitened : context.Sample;
        var centres = KMeansPlusPlusStart.ChooseCentres(sample, context.Components, context.Random(stream), context.Work);
        var clusters = new Clustering(sample, centres, context.Work);
        clusters.Refine(MostIterations);
        return FirstPartition.Clusters(context.Sample, clusters.Assignments);
    }
}
