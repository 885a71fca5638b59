namespace Mixtura.Gaussian.Starts;

/// <summary>K-means to convergence from k-means++ centres.</summary>
internal sealed class KMeansStart() : Initialization("kmeans")
{
    private const int MostIterations = 100;

    internal override GaussianParameters Start(StartContext context, ulong stream)
    {
        var sample = context.Sample;
        var centres = KMeansPlusPlusStart.ChooseCentres(sample, context.Components, context.Random(stream));
        var clusters = new Clustering(sample, centres);
        clusters.Refine(MostIterations);
        return ClusterStart.From(context, clusters.Assignments);
    }
}
