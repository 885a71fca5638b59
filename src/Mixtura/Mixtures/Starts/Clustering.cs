using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Starts;

/// <summary>K-means on the standardized sample: rows given to the nearest centre, centres moved to their rows' mean.</summary>
internal sealed class Clustering
{
    // a loop of its own costs less than a call up to here
    private const int FewFeatures = 128;

    private readonly RowSample sample;
    private readonly double[] centres;
    private readonly int components;
    private readonly WorkCount work;

    /// <summary>Gives every row to the nearest of these centres (K×D, standardized).</summary>
    public Clustering(RowSample sample, double[] centres, WorkCount work)
    {
        this.work = work;
        this.sample = sample;
        this.centres = centres;
        components = centres.Length / sample.Features;
        Assignments = new int[sample.Count];
        Assign();
    }

    /// <summary>The cluster of every row of the sample.</summary>
    public int[] Assignments { get; }

    /// <summary>Lloyd's iterations until no row moves or the limit is reached.</summary>
    public void Refine(int mostIterations)
    {
        for (int iteration = 0; iteration < mostIterations; iteration++)
        {
            MoveCentres();
            if (Assign() == 0)
            {
                return;
            }
        }
    }

    /// <summary>|a − b|².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length > FewFeatures)
        {
            return VectorLoops.SquaredDistance(a, b);
        }

        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            double difference = a[j] - b[j];
            sum += difference * difference;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Assign()
    {
        int d = sample.Features;
        int moved = 0;
        work.Add(sample.Count, components);
        for (int i = 0; i < Assignments.Length; i++)
        {
            var row = sample.Standardized(i);
            int best = 0;
            double least = double.PositiveInfinity;
            for (int k = 0; k < components; k++)
            {
                double distance = SquaredDistance(row, centres.AsSpan(k * d, d));
                if (distance < least)
                {
                    least = distance;
                    best = k;
                }
            }

            moved += Assignments[i] == best ? 0 : 1;
            Assignments[i] = best;
        }

        return moved;
    }

    // a centre that lost all its rows stays where it is
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MoveCentres()
    {
        int d = sample.Features;
        var sums = new double[centres.Length];
        var masses = new double[components];
        for (int i = 0; i < Assignments.Length; i++)
        {
            int k = Assignments[i];
            double weight = sample.Weights[i];
            masses[k] += weight;
            var row = sample.Standardized(i);
            for (int j = 0; j < d; j++)
            {
                sums[(k * d) + j] += weight * row[j];
            }
        }

        for (int i = 0; i < centres.Length; i++)
        {
            centres[i] = masses[i / d] > 0 ? sums[i] / masses[i / d] : centres[i];
        }
    }
}
