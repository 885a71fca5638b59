using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Selection;

/// <summary>From components to clusters (Baudry, Raftery, Celeux, Lo and Gottardo 2010): components that share rows are merged one pair at a time, that pair first
/// whose union makes the assignment of rows most certain.</summary>
/// <remarks>BIC chooses as many components as describe the density; a cluster of another shape takes several.</remarks>
public sealed class ComponentMerging
{
    // nats in all: less than one row in doubt between two components
    private const double NothingShared = 0.5;

    private readonly List<int[][]> partitions = [];
    private readonly List<int[]> merged = [];

    private ComponentMerging(int components)
    {
        Components = components;
        Entropies = new double[components];
    }

    /// <summary>K, the number of components merged.</summary>
    public int Components { get; }

    /// <summary>−Σᵢ wᵢ Σ z log z, in nats, with one cluster, two, … K: K numbers.</summary>
    public IReadOnlyList<double> Entropies { get; }

    /// <summary>The number of clusters where the line of entropy against clusters bends: the best two straight pieces meet there. All components where there is no bend (<see cref="HasBend"/>).</summary>
    public int SuggestedClusters => HasBend ? Bend(Entropies) : Components;

    /// <summary>Whether the line of entropy has a bend: it takes three components at least, and rows that they share.</summary>
    public bool HasBend => Components > 2 && Entropies[^1] >= NothingShared;

    /// <summary>Merges the components of a mixture, judged by these rows.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ComponentMerging Of(Mixture model, IRowSource rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        var result = new ComponentMerging(model.Components);
        result.Merge(model, CheckedRows.Of(rows), cancellationToken);
        return result;
    }

    /// <summary>A merging that was made before, from a file.</summary>
    /// <param name="entropies">With one cluster, two, … K.</param>
    /// <param name="merged">The components of the cluster that each step made, K − 1 of them.</param>
    /// <exception cref="InputException">A step joins no two clusters that there are.</exception>
    internal static ComponentMerging From(IReadOnlyList<double> entropies, IReadOnlyList<IReadOnlyList<int>> merged)
    {
        var result = new ComponentMerging(entropies.Count);
        entropies.ToArray().CopyTo((double[])result.Entropies, 0);
        var clusters = Enumerable.Range(0, entropies.Count).Select(static k => new[] { k }).ToArray();
        result.partitions.Add(clusters);
        foreach (var union in merged)
        {
            var joined = clusters.Where(cluster => cluster.All(union.Contains)).ToArray();
            if (joined.Length != 2 || joined.Sum(static cluster => cluster.Length) != union.Count)
            {
                throw new InputException($"The step to {clusters.Length - 1} clusters merges {string.Join(" + ", union)}, which are no two clusters. Give the steps as they were written.");
            }

            clusters = result.Joined(clusters, joined[0], joined[1]);
        }

        return clusters.Length == 1 ? result : throw new InputException($"{merged.Count} steps do not merge {entropies.Count} components into one cluster. Give the steps as they were written.");
    }

    /// <summary>The components of the cluster that each step made, the first step first.</summary>
    internal IReadOnlyList<IReadOnlyList<int>> Steps => merged;

    /// <summary>The components in each of so many clusters, counted from 0.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Clusters(int clusters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clusters, Components);
        return partitions[Components - clusters];
    }

    /// <summary>The components of the cluster that was made last to come to so many clusters, fewer than K.</summary>
    public IReadOnlyList<int> MergedTo(int clusters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(clusters, Components);
        return merged[Components - clusters - 1];
    }

    private void Merge(Mixture model, IRowSource rows, CancellationToken cancellationToken)
    {
        var clusters = Enumerable.Range(0, Components).Select(static k => new[] { k }).ToArray();
        var entropies = (double[])Entropies;
        partitions.Add(clusters);
        while (true)
        {
            var (total, saved) = PairSavings(model, rows, clusters, cancellationToken);
            entropies[clusters.Length - 1] = total;
            if (clusters.Length == 1)
            {
                return;
            }

            var (first, second) = Best(saved, clusters.Length);
            clusters = Joined(clusters, clusters[first], clusters[second]);
        }
    }

    private int[][] Joined(int[][] clusters, int[] first, int[] second)
    {
        int[] union = [.. first.Concat(second).Order()];
        merged.Add(union);
        int[][] joined = [.. clusters.Where(cluster => cluster != first && cluster != second).Append(union).OrderBy(static cluster => cluster[0])];
        partitions.Add(joined);
        return joined;
    }

    // one sweep: the entropy of the clusters, and for each pair what their union would take off it
    private static (double Total, double[,] Saved) PairSavings(Mixture model, IRowSource rows, int[][] clusters, CancellationToken cancellationToken)
    {
        int c = clusters.Length;
        var saved = new double[c, c];
        double total = 0;
        var z = new double[c];
        void Add(RowBlock block)
        {
            var responsibilities = model.Responsibilities(new RowMatrix(block.Values.ToArray(), block.Columns), MissingCells.IntegrateOut);
            for (int i = 0; i < block.Count; i++)
            {
                double weight = block.Weights[i];
                for (int a = 0; a < c; a++)
                {
                    z[a] = 0;
                    foreach (int k in clusters[a])
                    {
                        z[a] += responsibilities[i, k];
                    }

                    total += weight * Uncertainty(z[a]);
                    for (int b = 0; b < a; b++)
                    {
                        saved[a, b] += weight * (Uncertainty(z[a]) + Uncertainty(z[b]) - Uncertainty(z[a] + z[b]));
                    }
                }
            }
        }

        rows.ForEachBlock(1024, Add, cancellationToken);
        return (total, saved);
    }

    private static double Uncertainty(double z) => z > 0 ? -z * Math.Log(z) : 0;

    private static (int First, int Second) Best(double[,] saved, int clusters)
    {
        var best = (First: 1, Second: 0);
        for (int a = 1; a < clusters; a++)
        {
            for (int b = 0; b < a; b++)
            {
                best = saved[a, b] > saved[best.First, best.Second] ? (a, b) : best;
            }
        }

        return best;
    }

    private static int Bend(IReadOnlyList<double> entropies) =>
        Enumerable.Range(2, entropies.Count - 2).MinBy(bend => SquaredErrors(entropies, 1, bend) + SquaredErrors(entropies, bend, entropies.Count));

    // of the best straight line through the entropies of first…last clusters
    private static double SquaredErrors(IReadOnlyList<double> entropies, int first, int last)
    {
        var points = Enumerable.Range(first, last - first + 1).Select(c => (X: (double)c, Y: entropies[c - 1])).ToList();
        double x = points.Average(static point => point.X);
        double y = points.Average(static point => point.Y);
        double spread = points.Sum(point => (point.X - x) * (point.X - x));
        double slope = points.Sum(point => (point.X - x) * (point.Y - y)) / spread;
        return points.Sum(point => Math.Pow(point.Y - y - (slope * (point.X - x)), 2));
    }
}
