using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Starts;

/// <summary>Greedy k-means++: each centre is the best of a few rows drawn in proportion to their squared distance from those chosen.</summary>
internal sealed class KMeansPlusPlusStart() : Initialization("kmeans++")
{
    internal override FirstPartition Find(StartContext context, ulong stream)
    {
        var sample = context.Sample;
        var centres = ChooseCentres(sample, context.Components, context.Random(stream), context.Work);
        var clusters = new Clustering(sample, centres, context.Work);
        return FirstPartition.Clusters(context.Sample, clusters.Assignments);
    }

    /// <summary>K rows of the sample, standardized, K×D.</summary>
    internal static double[] ChooseCentres(RowSample sample, int components, RandomSource random, WorkCount work)
    {
        int d = sample.Features;
        int tries = 2 + (int)Math.Log(components);
        var centres = new double[components * d];
        var nearest = new double[sample.Count];
        Array.Fill(nearest, double.PositiveInfinity);
        work.Add(sample.Count, components + (tries * (components - 1)));
        int chosen = random.NextWeighted(sample.RunningWeights);
        for (int k = 0; k < components; k++)
        {
            if (k > 0)
            {
                chosen = DrawFar(sample, nearest, tries, random);
            }

            sample.Standardized(chosen).CopyTo(centres.AsSpan(k * d));
            Lower(sample, chosen, nearest);
        }

        return centres;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int DrawFar(RowSample sample, double[] nearest, int tries, RandomSource random)
    {
        var running = new double[nearest.Length];
        double sum = 0;
        for (int i = 0; i < nearest.Length; i++)
        {
            running[i] = sum += sample.Weights[i] * nearest[i];
        }

        if (!(sum > 0))
        {
            return random.NextWeighted(sample.RunningWeights);      // fewer distinct rows than centres
        }

        int best = -1;
        double least = double.PositiveInfinity;
        for (int attempt = 0; attempt < tries; attempt++)
        {
            int candidate = random.NextWeighted(running);
            double potential = Potential(sample, candidate, nearest);
            if (potential < least)
            {
                least = potential;
                best = candidate;
            }
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Potential(RowSample sample, int candidate, double[] nearest)
    {
        double sum = 0;
        var centre = sample.Standardized(candidate);
        for (int i = 0; i < nearest.Length; i++)
        {
            sum += sample.Weights[i] * Math.Min(nearest[i], Clustering.SquaredDistance(sample.Standardized(i), centre));
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lower(RowSample sample, int chosen, double[] nearest)
    {
        var centre = sample.Standardized(chosen);
        for (int i = 0; i < nearest.Length; i++)
        {
            nearest[i] = Math.Min(nearest[i], Clustering.SquaredDistance(sample.Standardized(i), centre));
        }
    }
}
