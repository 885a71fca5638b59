using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>
/// Rows change cluster one at a time while the classification likelihood Σₖ nₖ [log nₖ − ½ log|Wₖ/nₖ|] rises: Hartigan's exchange, with determinants. Where rows are few beside the parameters a component fits each of its
/// rows so closely that EM never lets one go, though another would gain more by it: the exchange takes the row out before it compares.
/// </summary>
internal sealed class Exchange
{
    private const int MostSweeps = 30;

    // a gain in nats that is more than rounding
    private const double LeastGain = 1e-7;

    // a cluster is not drained below so many times what its covariance needs: with fewer rows it fits them at will
    private const double LeastMass = 2;

    // the largest share of the rows that a kick moves
    private const double LargestKick = 0.15;

    private readonly RowSample sample;
    private readonly int[] owners;
    private readonly RowCluster[] clusters;
    private readonly double least;
    private readonly WorkCount work;
    private readonly CancellationToken cancellationToken;
    private readonly bool isRegular;

    // when a cluster last changed, and when a row was last compared: what has not changed since need not be compared again
    private readonly long[] changed;
    private readonly long[] compared;
    private long clock = 1;

    /// <param name="sample">The rows, in coordinates in which clusters are of moderate size.</param>
    /// <param name="owners">The cluster of every row; written as rows move.</param>
    /// <param name="components">K.</param>
    /// <param name="storage">What covariances look like.</param>
    /// <param name="rowsNeeded">The fewest rows that a covariance can be estimated from.</param>
    /// <param name="work">Where the work is counted.</param>
    /// <param name="cancellationToken">Ends it between two sweeps.</param>
    public Exchange(RowSample sample, int[] owners, int components, CovarianceStorage storage, double rowsNeeded, WorkCount work, CancellationToken cancellationToken)
    {
        this.sample = sample;
        this.owners = owners;
        this.work = work;
        this.cancellationToken = cancellationToken;
        least = LeastMass * (rowsNeeded + 1);
        compared = new long[owners.Length];
        changed = new long[components];
        Array.Fill(changed, clock);
        clusters = [.. Enumerable.Range(0, components).Select(_ => RowCluster.Of(storage, sample.Features))];
        ForEachRow(static (cluster, row, weight) => cluster.Count(row, weight));
        ForEachRow(static (cluster, row, weight) => cluster.Gather(row, weight));
        isRegular = Array.TrueForAll(clusters, static cluster => cluster.TryBegin());
    }

    private delegate void RowAction(RowCluster cluster, ReadOnlySpan<double> row, double weight);

    private double Criterion => clusters.Sum(static cluster => cluster.Term);

    /// <summary>Moves rows as long as one gains by it.</summary>
    /// <returns>Whether any moved; false too where a cluster is singular.</returns>
    public bool Run()
    {
        bool any = false;
        for (int sweep = 0; sweep < MostSweeps && isRegular && !cancellationToken.IsCancellationRequested && Sweep(); sweep++)
        {
            any = true;
        }

        return any;
    }

    /// <summary>So many times the rows nearest to one drawn at random go to another cluster, and rows move anew; what ends higher is kept.</summary>
    /// <returns>Whether any did.</returns>
    public bool Kick(RandomSource random, int times)
    {
        bool improved = false;
        for (int time = 0; time < times && isRegular && !cancellationToken.IsCancellationRequested; time++)
        {
            improved |= Kick(random);
        }

        return improved;
    }

    private bool Kick(RandomSource random)
    {
        double before = Criterion;
        int[] kept = [.. owners];
        var states = Array.ConvertAll(clusters, static cluster => cluster.Copy());
        MoveNeighbours(random);
        Run();
        if (Criterion > before + LeastGain)
        {
            return true;
        }

        kept.CopyTo(owners, 0);
        states.CopyTo(clusters, 0);
        Array.Clear(changed);
        return false;
    }

    private void MoveNeighbours(RandomSource random)
    {
        int centre = random.NextWeighted(sample.RunningWeights);
        int to = (int)random.NextIndex(clusters.Length);
        int count = Math.Max(1, (int)(sample.Count * LargestKick * random.NextUniform()));
        var distances = new double[sample.Count];
        int[] order = [.. Enumerable.Range(0, sample.Count)];
        for (int i = 0; i < order.Length; i++)
        {
            distances[i] = Clustering.SquaredDistance(sample.Standardized(i), sample.Standardized(centre));
        }

        Array.Sort(distances, order);
        foreach (int i in order.AsSpan(0, Math.Min(count, order.Length)))
        {
            if (owners[i] != to && CanLose(i))
            {
                Move(i, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Sweep()
    {
        bool moved = false;
        long pairs = 0;
        for (int i = 0; i < owners.Length; i++)
        {
            long since = compared[i];
            compared[i] = clock;
            if (CanLose(i) && BetterFor(i, since, ref pairs) is >= 0 and var better)
            {
                Move(i, better);
                moved = true;
            }
        }

        work.Add(pairs, 1);
        return moved;
    }

    // the cluster that gains most by this row, of those that have changed since it was compared last; −1 for none
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int BetterFor(int row, long since, ref long pairs)
    {
        int from = owners[row];
        bool isAnew = changed[from] > since;
        var values = sample.Standardized(row);
        double weight = sample.Weights[row];
        double lost = double.NaN;
        double most = LeastGain;
        int best = -1;
        for (int k = 0; k < clusters.Length; k++)
        {
            if (k == from || !(isAnew || changed[k] > since))
            {
                continue;
            }

            if (double.IsNaN(lost))
            {
                lost = clusters[from].TermAfter(values, -weight) - clusters[from].Term;
                pairs++;
            }

            double gain = lost + clusters[k].TermAfter(values, weight) - clusters[k].Term;
            pairs++;
            if (gain > most)
            {
                most = gain;
                best = k;
            }
        }

        return best;
    }

    private bool CanLose(int row) => clusters[owners[row]].Mass - sample.Weights[row] >= least;

    private void Move(int row, int to)
    {
        int from = owners[row];
        clusters[from].Change(sample.Standardized(row), -sample.Weights[row]);
        clusters[to].Change(sample.Standardized(row), sample.Weights[row]);
        owners[row] = to;
        changed[from] = changed[to] = ++clock;
    }

    private void ForEachRow(RowAction action)
    {
        for (int i = 0; i < owners.Length; i++)
        {
            action(clusters[owners[i]], sample.Standardized(i), sample.Weights[i]);
        }
    }
}
