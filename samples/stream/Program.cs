// Rows that are nowhere in memory: fitted where they are, sweep by sweep, and learnt as they come: dotnet run --project samples/stream
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Telemetry;

// a million rows; what a source needs is to be read again, from any row on
var readings = new Readings(1_000_000);
var fit = GaussianMixture.Fit(readings, components: 2);
Write("all rows, swept over", fit.Model);

// each row once: what comes from a queue or a socket is not there to be read again
var learner = Learner.From(GaussianMixture.Kind(), components: 2);
using (var arriving = readings.Open())
{
    while (arriving.Read(maximumRows: 500, out var block))
    {
        learner.Add(block);
    }
}

Write("each row once, learnt", learner.Model);
Console.WriteLine($"{learner.Rows} rows in {learner.Batches} batches after the start");

static void Write(string how, Mixture mixture)
{
    Console.WriteLine($"{how}:");
    for (int k = 0; k < mixture.Components; k++)
    {
        var (means, deviations) = mixture.MomentsOf(k);
        Console.WriteLine($"  weight {((GaussianMixture)mixture).Weights[k]:F3}, load {means[0]:F2} ± {deviations[0]:F2}, temperature {means[1]:F2} ± {deviations[1]:F2}");
    }
}
