namespace Mixtura.Mixtures.Starts;

/// <summary>Rows shared out at random, equal ones together: K directions are drawn, and a row goes to the one along which it lies farthest.</summary>
/// <remarks>For features with levels, where distances say little: rows that share many levels mostly go to the same component, but which levels count is left to chance.</remarks>
internal sealed class RandomDirectionsStart() : Initialization("random-directions")
{
    internal override FirstPartition Find(StartContext context, ulong stream)
    {
        var random = context.Random(stream);
        var sample = context.Sample;
        int d = sample.Features;
        var directions = new double[context.Components * d];
        foreach (ref double coordinate in directions.AsSpan())
        {
            coordinate = random.NextGaussian();
        }

        context.Work.Add(sample.Count, context.Components);
        var owners = new int[sample.Count];
        for (int i = 0; i < owners.Length; i++)
        {
            owners[i] = Farthest(sample.Standardized(i), directions);
        }

        return FirstPartition.Clusters(sample, owners);
    }

    private static int Farthest(ReadOnlySpan<double> row, double[] directions)
    {
        int best = 0;
        double most = double.NegativeInfinity;
        for (int k = 0; k * row.Length < directions.Length; k++)
        {
            double along = 0;
            for (int j = 0; j < row.Length; j++)
            {
                along += row[j] * directions[(k * row.Length) + j];
            }

            (most, best) = along > most ? (along, k) : (most, best);
        }

        return best;
    }
}
