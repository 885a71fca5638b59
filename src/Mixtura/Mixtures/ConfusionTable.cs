using Mixtura.Mixtures.Classes;

namespace Mixtura.Mixtures;

/// <summary>Rows by known class and component: how well components and classes agree. Rows count once each. Not thread-safe while rows are added.</summary>
public sealed class ConfusionTable
{
    private readonly long[,] counts;

    /// <summary>An empty table.</summary>
    /// <param name="classes">The number of known classes.</param>
    /// <param name="components">The number of components.</param>
    public ConfusionTable(int classes, int components)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        ArgumentOutOfRangeException.ThrowIfNegative(components);
        counts = new long[classes, components];
    }

    /// <summary>The number of known classes.</summary>
    public int Classes => counts.GetLength(0);

    /// <summary>The number of components.</summary>
    public int Components => counts.GetLength(1);

    /// <summary>The rows of a class that have this most probable component.</summary>
    public long this[int known, int component] => counts[known, component];

    /// <summary>Counts a row.</summary>
    /// <param name="known">Its class.</param>
    /// <param name="component">Its most probable component.</param>
    public void Add(int known, int component) => counts[known, component]++;

    /// <summary>Counts rows.</summary>
    /// <param name="known">Their class.</param>
    /// <param name="component">Their most probable component.</param>
    /// <param name="rows">How many they are.</param>
    internal void Add(int known, int component, long rows) => counts[known, component] += rows;

    /// <summary>The adjusted Rand index (Hubert and Arabie 1985): 1 where classes and components are the same partition, 0 on average for unrelated ones.</summary>
    public double AdjustedRandIndex()
    {
        double together = 0, inClasses = 0, inComponents = 0, rows = 0;
        for (int known = 0; known < Classes; known++)
        {
            double sum = 0;
            for (int k = 0; k < Components; k++)
            {
                sum += counts[known, k];
                together += Pairs(counts[known, k]);
            }

            rows += sum;
            inClasses += Pairs(sum);
        }

        for (int k = 0; k < Components; k++)
        {
            inComponents += Pairs(Enumerable.Range(0, Classes).Sum(known => (double)counts[known, k]));
        }

        double expected = inClasses * inComponents / Math.Max(Pairs(rows), 1);
        double most = (inClasses + inComponents) / 2;

        // both partitions are trivial in the same way: they agree
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    /// <summary>The share of rows that agree when each class is matched with a component of its own so that as many as possible do.</summary>
    public double MatchedShare()
    {
        double rows = counts.Cast<long>().Sum();
        return rows > 0 ? BestMatching.Total(counts) / rows : 1;
    }

    private static double Pairs(double count) => count * (count - 1) / 2;
}
