using System.Runtime.CompilerServices;

namespace Mixtura.Mixtures.Starts;

/// <summary>Model-based hierarchical clustering (Banfield and Raftery 1993; Fraley 1998): rows are merged, two clusters at a time, where spheres of their own volumes lose the least likelihood, until K are left;
/// then one M-step. On a few hundred rows, in coordinates between standardized and whitened ones.</summary>
internal sealed class HierarchicalStart() : Initialization("hierarchical")
{
    // the work grows with the square
    private const int MostRows = 400;
    private const int MostFeatures = 64;

    private const double Rounding = 1e-9;

    internal override FirstPartition Find(StartContext context, ulong stream)
    {
        var sample = Coordinates(context).Distinct().Drawn(MostRows, context.Random(stream)).Distinct();
        var tree = new MergeTree(sample, context.Work);
        return FirstPartition.Clusters(sample, tree.Cut(context.Components));
    }

    // principal axes of many features cost more than they give
    private static RowSample Coordinates(StartContext context) =>
        context.HasCorrelations && context.Features <= MostFeatures ? context.HalfWhitened : context.Sample;

    /// <summary>The clusters, merged greedily: a cluster of n rows and scatter W costs n log((tr W + τ)/n), with τ the scatter of all rows over ND, which gives single rows a size.</summary>
    private sealed class MergeTree
    {
        private readonly int d;
        private readonly double[] means;
        private readonly double[] masses;
        private readonly double[] traces;
        private readonly double[] costs;
        private readonly double[] cheapest;
        private readonly int[] partners;
        private readonly int[] owners;
        private readonly bool[] isAlive;
        private readonly double floor;

        public MergeTree(RowSample sample, WorkCount work)
        {
            int n = sample.Count;
            d = sample.Features;
            means = new double[n * d];
            masses = [.. sample.Weights];
            traces = new double[n];
            costs = new double[n * n];
            cheapest = new double[n];
            partners = new int[n];
            owners = [.. Enumerable.Range(0, n)];
            isAlive = new bool[n];
            Array.Fill(isAlive, true);
            double total = 0;
            for (int i = 0; i < n; i++)
            {
                sample.Standardized(i).CopyTo(means.AsSpan(i * d));
                total += masses[i] * sample.Standardized(i).ToArray().Sum(static value => value * value);
            }

            floor = Math.Max(total / (masses.Sum() * d), double.Epsilon);
            work.Add(n, Math.Max(1, n / 2));
            FillCosts();
        }

        /// <summary>Merges until so many are left.</summary>
        /// <returns>The cluster of every row.</returns>
        public int[] Cut(int clusters)
        {
            for (int left = owners.Length; left > clusters; left--)
            {
                int first = Cheapest();
                Merge(first, partners[first]);
            }

            int[] alive = [.. Enumerable.Range(0, owners.Length).Where(i => isAlive[i])];
            return Array.ConvertAll(owners, owner => Array.IndexOf(alive, owner));
        }

        // costs are kept for pairs i > j; each row knows its cheapest partner below it
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void FillCosts()
        {
            for (int i = 0; i < owners.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    costs[(i * owners.Length) + j] = CostOf(i, j);
                }

                FindPartner(i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void FindPartner(int i)
        {
            cheapest[i] = double.PositiveInfinity;
            partners[i] = -1;
            for (int j = 0; j < i; j++)
            {
                double cost = costs[(i * owners.Length) + j];
                if (isAlive[j] && IsLess(cost, cheapest[i]))
                {
                    cheapest[i] = cost;
                    partners[i] = j;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Cheapest()
        {
            int best = -1;
            for (int i = 0; i < cheapest.Length; i++)
            {
                best = isAlive[i] && partners[i] >= 0 && (best < 0 || IsLess(cheapest[i], cheapest[best])) ? i : best;
            }

            return best;
        }

        // the lower number goes on
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Merge(int gone, int kept)
        {
            traces[kept] += traces[gone] + Apart(gone, kept);
            double mass = masses[kept] + masses[gone];
            for (int a = 0; a < d; a++)
            {
                means[(kept * d) + a] = ((masses[kept] * means[(kept * d) + a]) + (masses[gone] * means[(gone * d) + a])) / mass;
            }

            masses[kept] = mass;
            isAlive[gone] = false;
            for (int i = 0; i < owners.Length; i++)
            {
                owners[i] = owners[i] == gone ? kept : owners[i];
            }

            Renew(gone, kept);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Renew(int gone, int kept)
        {
            for (int j = 0; j < kept; j++)
            {
                costs[(kept * owners.Length) + j] = isAlive[j] ? CostOf(kept, j) : double.PositiveInfinity;
            }

            FindPartner(kept);
            for (int i = kept + 1; i < owners.Length; i++)
            {
                if (isAlive[i])
                {
                    double cost = costs[(i * owners.Length) + kept] = CostOf(i, kept);
                    if (partners[i] == gone || partners[i] == kept)
                    {
                        FindPartner(i);
                    }
                    else if (IsLess(cost, cheapest[i]))
                    {
                        cheapest[i] = cost;
                        partners[i] = kept;
                    }
                }
            }
        }

        // of costs that differ by rounding alone the first counts, in whatever units the data are
        private static bool IsLess(double cost, double other) => cost < other - (Rounding * Math.Max(1, Math.Abs(cost)));

        private double CostOf(int i, int j) => Term(masses[i] + masses[j], traces[i] + traces[j] + Apart(i, j)) - Term(masses[i], traces[i]) - Term(masses[j], traces[j]);

        private double Term(double mass, double trace) => mass * Math.Log((trace + floor) / mass);

        // what merging adds to the scatter: mᵢmⱼ/(mᵢ+mⱼ) |μᵢ − μⱼ|²
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private double Apart(int i, int j) =>
            masses[i] * masses[j] / (masses[i] + masses[j]) * Clustering.SquaredDistance(means.AsSpan(i * d, d), means.AsSpan(j * d, d));
    }
}
