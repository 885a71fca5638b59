namespace Mixtura.Mixtures.Starts;

/// <summary>K rows at random, different ones as far as there are, as means.</summary>
internal sealed class RandomRowsStart() : Initialization("random-rows")
{
    private const int MostTries = 100;

    internal override FirstPartition Find(StartContext context, ulong stream)
    {
        var random = context.Random(stream);
        var sample = context.Sample;
        int d = context.Features;
        var means = new double[context.Components * d];
        for (int k = 0; k < context.Components; k++)
        {
            int chosen = random.NextWeighted(sample.RunningWeights);
            for (int attempt = 0; attempt < MostTries && IsTaken(means.AsSpan(0, k * d), sample.Row(chosen)); attempt++)
            {
                chosen = random.NextWeighted(sample.RunningWeights);
            }

            sample.Row(chosen).CopyTo(means.AsSpan(k * d));
        }

        return FirstPartition.Centres(context.Sample, means, sharesVolume: true);
    }

    private static bool IsTaken(ReadOnlySpan<double> means, ReadOnlySpan<double> row)
    {
        for (int start = 0; start < means.Length; start += row.Length)
        {
            if (means.Slice(start, row.Length).SequenceEqual(row))
            {
                return true;
            }
        }

        return false;
    }
}
