namespace Mixtura.Gaussian.Starts;

/// <summary>Shells about the data's centre, one inside the other, each with its share of the rows: heavy and light tails of one centre, which no partition of space finds.</summary>
internal sealed class ShellStart() : Initialization("shells")
{
    internal override GaussianParameters Start(StartContext context, ulong stream)
    {
        var sample = context.Whitened;
        var distances = new double[sample.Count];
        var order = new int[sample.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            foreach (double value in sample.Standardized(i))
            {
                distances[i] += value * value;
            }
        }

        Array.Sort(distances, order);
        context.Work.Add(sample.Count, 1);
        double share = sample.RunningWeights[^1] / context.Components;
        double passed = 0;
        var assignments = new int[order.Length];
        foreach (int i in order)
        {
            assignments[i] = Math.Min((int)(passed / share), context.Components - 1);
            passed += sample.Weights[i];
        }

        return ClusterStart.From(context, assignments);
    }
}
