using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Processes;

namespace Mixtura.Tests.Gaussian.Search;

/// <summary>A search among some of many rows, finished on all of them.</summary>
public class SampledSearchTests
{
    private const int Many = 540_000;

    [Fact]
    public void SearchOnASample_EndsWhereTheSearchOnAllRowsEnds_ForFewSweeps()
    {
        var source = Shapes.Clusters(Many, 2, 4, seed: 11).Source;
        var all = GaussianMixture.Fit(source, 4, new GaussianMixtureOptions { SearchesSample = false });
        var log = new MemoryLog([]);
        var sampled = GaussianMixture.Fit(new WatchedRows(source, null, log), 4);
        Assert.True(sampled.Converged);
        Assert.InRange(sampled.LowerBound, all.LowerBound - (1e-9 * Many), double.PositiveInfinity);
        Assert.InRange(log.Added.Count, 5, 40);
        Assert.True(sampled.DataPasses < 0.5 * all.DataPasses, $"{sampled.DataPasses} sweeps' worth, {all.DataPasses} on all rows");
        Assert.Equal(sampled.Restarts.Max(static start => start.LowerBound), sampled.Restarts[sampled.BestRestart].LowerBound);
        Assert.Equal(Enumerable.Range(0, sampled.Restarts.Count), sampled.Restarts.Select(static start => start.Restart));
        Assert.All(sampled.Trace.Zip(sampled.Trace.Skip(1)), static pair => Assert.True(pair.Second >= pair.First - (1e-12 * Math.Abs(pair.First))));
    }

    [Fact]
    public void ThreadsAndProcesses_ChangeNoBit()
    {
        var source = Shapes.Clusters(Many, 1, 3, seed: 12).Source;
        GaussianMixtureFit Fit(IRowSource rows, int threads) => GaussianMixture.Fit(rows, 3, new GaussianMixtureOptions { Em = new EmOptions { Threads = threads } });
        double bound = Fit(source, 1).LowerBound;
        Assert.Equal(bound, Fit(source, 3).LowerBound);
        Assert.All(ThreadProcesses.Run(3, group => Fit(new WatchedRows(source, group), 1).LowerBound), other => Assert.Equal(bound, other));
    }

    [Fact]
    public void WeightsAndGaps_AreThoseOfTheSample()
    {
        // one row in five weighs five times as much, another lacks a value
        var rows = Shapes.Clusters(Many, 2, 3, seed: 13).Rows;
        var values = rows.Values.ToArray();
        var weights = new double[Many];
        for (int i = 0; i < Many; i++)
        {
            weights[i] = i % 5 == 0 ? 5 : 0.5;
            values[(2 * i) + 1] = i % 7 == 3 ? double.NaN : values[(2 * i) + 1];
        }

        var source = new MemoryRows(new RowMatrix(values, 2), weights, []);
        var options = new GaussianMixtureOptions { Missing = MissingCells.IntegrateOut };
        var all = GaussianMixture.Fit(source, 3, options with { SearchesSample = false });
        var sampled = GaussianMixture.Fit(source, 3, options);
        Assert.InRange(sampled.LowerBound, all.LowerBound - (1e-9 * weights.Sum()), double.PositiveInfinity);
        Assert.True(sampled.DataPasses < all.DataPasses);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    public void Interruption_LeavesTheBestSoFar(int iterations)
    {
        using var stop = new CancellationTokenSource();
        int seen = 0;
        var progress = new Told(() =>
        {
            if (++seen == iterations)
            {
                stop.Cancel();
            }
        });
        var source = Shapes.Clusters(Many, 2, 5, seed: 14).Source;
        var fit = GaussianMixture.Fit(source, 5, new GaussianMixtureOptions { Restarts = 30 }, progress, stop.Token);
        Assert.Equal(StopReason.Cancelled, fit.StopReason);

        // the bound of all rows, as far as a sample tells it
        double ofModel = fit.Model.Score(source).LogLikelihood;
        Assert.InRange(fit.LowerBound / Many, (ofModel / Many) - 0.05, (ofModel / Many) + 0.05);
    }

    [Fact]
    public void DifferentOptima_AreFollowed_AndOthersAreEstimated()
    {
        Candidate<string> Ended(int restart, double bound, Degeneracy? degeneracy = null)
        {
            var candidate = new Candidate<string>(restart, $"{restart}");
            candidate.Continue(new EmResult<string>($"{restart}", [bound], degeneracy is null ? StopReason.Converged : StopReason.Degenerate, degeneracy, 1));
            return candidate;
        }

        // 10,000 rows: three deviations are 300 nats; equal within 0.2
        Candidate<string>[] starts = [Ended(0, -1000), Ended(1, -900), Ended(2, -900.1), Ended(3, -1201), Ended(4, -950), Ended(5, -800, new Degeneracy(DegeneracyKind.Collapsed, 0)), Ended(6, -1100)];
        var found = new SampledStarts<string>(starts, 10_000, 50);
        Assert.Equal([1, 4, 0], found.Followed.Select(static one => one.Restart));
        var outcomes = found.Outcomes([Ended(1, -45_100), Ended(4, -45_000), Ended(0, -49_000)]);

        // the best on all rows is 4; the others lie below it as on the sample, but never above
        Assert.Equal([-49_000, -45_100, -45_000, -45_000 - (251 * 50), -45_000, -45_000, -45_000 - (150 * 50)], outcomes.Select(static one => one.LowerBound));
        Assert.False(found.IsCancelled);
    }

    private sealed class Told(Action tell) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => tell();
    }
}
