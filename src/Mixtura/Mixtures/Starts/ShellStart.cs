namespace Mixtura.Mixtures.Starts;

/// <summary>Shells about the data's centre, one inside the other, each with its share of the rows: heavy and light tails of one centre, which no partition of space finds.</summary>
internal sealed class ShellStart() : Initialization("shells")
{
    private const double Rounding = 1e-9;

    internal override FirstPartition Find(StartContext context, ulong stream)
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
        for (int first = 0, next = 0; first < order.Length; first = next)
        {
            // rows as far out as each other go together, repeated or weighted
            double held = 0;
            for (; next < order.Length && distances[next] <= distances[first] * (1 + Rounding); next++)
            {
                held += sample.Weights[order[next]];
            }

            int shell = Math.Min((int)((passed + (held / 2)) / share), context.Components - 1);
            for (int i = first; i < next; i++)
            {
                assignments[order[i]] = shell;
            }

            passed += held;
        }

        return FirstPartition.Clusters(context.Sample, assignments);
    }
}
