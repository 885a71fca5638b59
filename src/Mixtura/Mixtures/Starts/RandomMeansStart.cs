namespace Mixtura.Mixtures.Starts;

/// <summary>The article's random start: πₖ = 1/K, μₖ ~ N(mean, diag(variances)).</summary>
internal sealed class RandomMeansStart() : Initialization("random-means")
{
    internal override FirstPartition Find(StartContext context, ulong stream)
    {
        var random = context.Random(stream);
        int d = context.Features;
        var mean = context.Sample.Mean;
        var variances = context.Sample.Variances;
        var means = new double[context.Components * d];
        for (int i = 0; i < means.Length; i++)
        {
            int j = i % d;
            means[i] = mean[j] + (Math.Sqrt(variances[j]) * random.NextGaussian());
        }

        return FirstPartition.Centres(context.Sample, means, sharesVolume: false);
    }
}
