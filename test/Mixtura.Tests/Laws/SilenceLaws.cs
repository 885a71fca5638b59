using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>No failure is silent: what did not go well is data in the result and a line for the person who looks.</summary>
public class SilenceLaws
{
    [Fact]
    public void SoundConvergedFit_HasNoWarning()
    {
        var fit = Fits.Run(Shapes.Of("a plane"), "full");
        Assert.True(fit.Converged);
        Assert.Null(fit.Degeneracy);
        Assert.Empty(fit.Warnings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void IterationLimit_IsReported(int iterations)
    {
        var fit = Fits.Run(Shapes.Of("a plane"), "full", new() { Em = new EmOptions { MaxIterations = iterations } });
        Assert.False(fit.Converged);
        Assert.Equal(StopReason.IterationLimit, fit.StopReason);
        Assert.Equal(iterations, fit.Iterations);
        Assert.Contains(fit.Warnings, warning => warning.Contains($"Not converged after {iterations} iterations", StringComparison.Ordinal));
    }

    [Fact]
    public void ConstantFeature_UnderRegularization_IsReported()
    {
        var data = Shapes.Of("twelve features").Map(static (x, j) => j == 4 ? 7 : x);
        var fit = Fits.Run(data, "full", new() { Regularization = 1e-3, Restarts = 1 });
        Assert.Contains("Feature 4 is constant.", fit.Warnings);
    }

    /// <summary>Whichever start wins, before or after the interruption.</summary>
    [Theory]
    [InlineData(1e-10, 1)]
    [InlineData(1e-10, 4)]
    [InlineData(1e-10, 30)]
    [InlineData(1e-2, 4)]
    [InlineData(1e-2, 30)]
    [InlineData(0, 30)]
    public void Cancellation_ReturnsTheBestSoFarAndSaysSo(double tolerance, int afterReports)
    {
        using var source = new CancellationTokenSource();
        var reports = new List<FitProgress>();
        var progress = new Reports(report =>
        {
            reports.Add(report);
            if (reports.Count == afterReports)
            {
                source.Cancel();
            }
        });
        var data = Shapes.Of("many rows");
        var options = new GaussianMixtureOptions { Initialization = Initialization.RandomRows, Em = new EmOptions { Tolerance = tolerance, MaxIterations = 20 } };
        var fit = GaussianMixture.Fit(data.Rows, data.Components, options, null, progress, source.Token);

        // each other thread at work on a start may have finished an iteration at that moment
        Assert.InRange(reports.Count, 0, afterReports + options.Em.Threads - 1);
        Assert.True(double.IsFinite(fit.LowerBound));
        Assert.True(reports.Count == 0 || fit.LowerBound >= reports.Max(static report => report.LowerBound) - 1e-6);
        Assert.False(fit.Converged);
        Assert.Contains(fit.Warnings, static warning => warning.Contains("Cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public void Cancellation_BeforeThereIsAModel_Throws() =>
        Assert.Throws<OperationCanceledException>(() => GaussianMixture.Fit(Shapes.Of("many rows").Rows, 2, cancellationToken: new CancellationToken(canceled: true)));

    /// <summary>At any moment: what is returned says that it was cancelled, or it is the whole fit.</summary>
    [Fact]
    public void Cancellation_AtAnyIteration_IsNeverTakenForTheWholeFit()
    {
        var data = Shapes.Of("a line");
        var whole = new List<FitProgress>();
        var options = new GaussianMixtureOptions { Restarts = 3, Em = new EmOptions { Tolerance = 1e-8 } };
        var expected = GaussianMixture.Fit(data.Rows, 2, options, null, new Reports(whole.Add));
        for (int moment = 1; moment <= whole.Count; moment++)
        {
            using var source = new CancellationTokenSource();
            int left = moment;
            var progress = new Reports(_ =>
            {
                if (--left == 0)
                {
                    source.Cancel();
                }
            });
            var fit = GaussianMixture.Fit(data.Rows, 2, options, null, progress, source.Token);
            if (fit.StopReason != StopReason.Cancelled)
            {
                Assert.True(fit.Trace.SequenceEqual(expected.Trace), $"cancelled after {moment} of {whole.Count} reports: {fit.StopReason} at {fit.LowerBound:R} instead of {expected.LowerBound:R}");
            }
        }
    }

    [Fact]
    public void Progress_TellsEveryIterationOfEveryStart()
    {
        var reports = new List<FitProgress>();
        var data = Shapes.Of("a plane");
        var options = new GaussianMixtureOptions { Restarts = 3, Em = new EmOptions { Tolerance = 0, MaxIterations = 6 } };
        var fit = GaussianMixture.Fit(data.Rows, 3, options, null, new Reports(reports.Add));
        Assert.Equal(18, reports.Count);
        Assert.All(reports, static report => Assert.Equal(3, report.Restarts));
        Assert.Equal(Enumerable.Range(0, 18).Select(static i => (i / 6, 1 + (i % 6))), reports.Select(static report => (report.Restart, report.Iteration)));
        Assert.Equal(fit.Trace.Skip(1), reports.Where(report => report.Restart == fit.BestRestart).Select(static report => report.LowerBound));
    }

    /// <summary>Each start knows what those before it came to.</summary>
    [Fact]
    public void Progress_CountsTheStartsThatHaveEnded_AndTheirBest()
    {
        var reports = new List<FitProgress>();
        var options = new GaussianMixtureOptions { Restarts = 4, Em = new EmOptions { Tolerance = 0, MaxIterations = 6 } };
        var fit = GaussianMixture.Fit(Shapes.Of("a plane").Rows, 3, options, null, new Reports(reports.Add));
        Assert.All(reports, report =>
        {
            Assert.Equal(FitPhase.Starts, report.Phase);
            Assert.Equal(report.Restart, report.FinishedRestarts);
            Assert.Equal(fit.Restarts.Take(report.Restart).Select(static start => (double?)start.LowerBound).Max(), report.BestLowerBound);
        });
    }

    /// <summary>Side by side or one after another, a bar does not go back, and it is full while the best start goes on to the end.</summary>
    [Theory]
    [InlineData("a plane", 1)]
    [InlineData("a plane", 4)]
    [InlineData("many rows", 2)]
    public void Progress_NeverGoesBack_AndEndsFull(string shape, int threads)
    {
        var reports = new List<FitProgress>();
        var data = Shapes.Of(shape);
        var fit = GaussianMixture.Fit(data.Rows, data.Components, new GaussianMixtureOptions { Em = new EmOptions { Threads = threads } }, null, new Reports(reports.Add));
        Assert.All(reports, static report => Assert.InRange(report.FinishedRestarts, 0, report.Restarts));
        Assert.All(reports.Zip(reports.Skip(1)), static pair =>
        {
            Assert.True(pair.Second.Phase == pair.First.Phase || (pair.First.Phase, pair.Second.Phase) == (FitPhase.Starts, FitPhase.Finish));
            Assert.True(pair.Second.FinishedRestarts >= pair.First.FinishedRestarts);
            Assert.True(pair.First.BestLowerBound is null || pair.Second.BestLowerBound >= pair.First.BestLowerBound);
        });
        Assert.Contains(reports, static report => report is { Phase: FitPhase.Starts, FinishedRestarts: > 0 });
        Assert.True(reports[^1] is { Phase: FitPhase.Finish } last && last.FinishedRestarts == last.Restarts && last.BestLowerBound <= fit.LowerBound + (1e-10 * Math.Abs(fit.LowerBound)));
    }

    [Fact]
    public void ExceptionOfTheSource_ReachesTheCaller()
    {
        foreach (int threads in (int[])[1, 3])
        {
            var options = new GaussianMixtureOptions { Em = new EmOptions { Threads = threads } };
            Assert.Throws<IOException>(() => GaussianMixture.Fit(new FailingRows(Shapes.Clusters(20_000, 12, 3, seed: 1)), 3, options));
        }
    }

    private sealed class Reports(Action<FitProgress> take) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => take(value);
    }

    private sealed class FailingRows(DataSet data) : IRowSource
    {
        private int opened;

        public int Columns => data.Rows.Columns;

        public long Rows => data.Rows.Rows;

        public IRowReader Open() => ++opened > 4 ? new Reader() : data.Source.Open();

        private sealed class Reader : IRowReader
        {
            public void MoveTo(long row)
            {
            }

            public bool Read(int maximumRows, out RowBlock block) => throw new IOException("The disk is gone.");

            public void Dispose()
            {
            }
        }
    }
}
