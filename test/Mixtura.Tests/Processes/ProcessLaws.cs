using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Tests.Families;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Processes;

/// <summary>Any number of processes comes to what one comes to, bit for bit, and each reads its part.</summary>
public class ProcessLaws
{
    private const int Copies = 500;

    public static TheoryData<string> Kinds => KindsUnderLaws.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fit_HasTheSameBits(string name)
    {
        var under = KindsUnderLaws.Of(name);
        var rows = Many(under.Rows, gaps: false, weighted: false);
        HasTheSameBits(source => under.Kind.Fit(source, 3, Options(source)), rows, 2, 3);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fit_OfRowsWithWeightsAndGaps_HasTheSameBits(string name)
    {
        var under = KindsUnderLaws.Of(name);
        bool hasGaps = under.Rows.Columns > 1;
        var rows = Many(under.Rows, hasGaps, weighted: true);
        HasTheSameBits(source => under.Kind.Fit(source, 2, Options(source) with { Missing = hasGaps ? MissingCells.IntegrateOut : MissingCells.Refuse }), rows, 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void DefaultSearch_HasTheSameBits(int processes)
    {
        var rows = Shapes.Clusters(60_000, 3, 4, seed: 3).Source;
        Assert.InRange(SlotPartition.Of(rows.Rows, 4 * 10).Count, 8, 64);
        HasTheSameBits(source => GaussianMixture.Fit(source, 4, new GaussianMixtureOptions { Em = new EmOptions { Threads = 2 } }, cancellationToken: Token(source)), rows, processes);
    }

    [Fact]
    public void SmallData_HaveTheSameBits()
    {
        // fewer slots than processes: some have nothing to do
        var rows = Shapes.Clusters(300, 2, 3, seed: 4).Source;
        HasTheSameBits(source => GaussianMixture.Fit(source, 3, cancellationToken: Token(source)), rows, 1, 2, 5);
    }

    [Fact]
    public void Selection_HasTheSameBits()
    {
        var rows = Shapes.Clusters(2_000, 2, 3, seed: 5).Source;
        string Search(IRowSource source)
        {
            var result = ModelSelection.Search(source, [1, 2, 3], [CovarianceStructure.Full, CovarianceStructure.Diagonal], Criterion.Bic, cancellationToken: Token(source));
            return string.Join(' ', result.Candidates.Select(static candidate => $"{candidate.Fit!.LowerBound:R}"));
        }

        string one = Search(rows);
        Assert.All(ThreadProcesses.Run(3, group => Search(new WatchedRows(rows, group))), other => Assert.Equal(one, other));
    }

    [Fact]
    public void EachProcess_ReadsItsPart()
    {
        var rows = Shapes.Clusters(200_000, 3, 3, seed: 6).Source;
        var options = new GaussianMixtureOptions { Restarts = 1, Em = new EmOptions { MaxIterations = 20, Tolerance = 0, Threads = 1 } };
        long Read(IProcessGroup group)
        {
            var shared = new WatchedRows(rows, group);
            GaussianMixture.Fit(shared, 3, options, cancellationToken: group.Ended);
            return shared.Read;
        }

        long one = ThreadProcesses.Run(1, Read)[0];
        Assert.All(ThreadProcesses.Run(4, Read), read => Assert.InRange(read, 0.2 * one, 0.3 * one));
    }

    /// <remarks>At most 2 log₂ slots bags from every process below in the tree of processes, and the total.</remarks>
    [Fact]
    public void Traffic_GrowsWithTheLogarithm()
    {
        var rows = Shapes.Clusters(200_000, 3, 3, seed: 6).Source;
        var options = new GaussianMixtureOptions { Restarts = 1, Em = new EmOptions { MaxIterations = 50, Tolerance = 0, Threads = 1 } };
        foreach (int count in (int[])[2, 4, 8])
        {
            var processes = new ThreadProcesses(count);
            double passes = processes.Run(group => GaussianMixture.Fit(new WatchedRows(rows, group), 3, options, cancellationToken: group.Ended).DataPasses)[0];
            double bag = 8 * ((3 * 10) + 2);
            double sample = 8.0 * 16384 * 4;
            Assert.All(processes.Received, bytes => Assert.InRange(bytes, passes * bag, (passes * (Math.Log2(count) + 1) * (bag + 64) * 2) + (2 * sample)));
        }
    }

    [Fact]
    public void BadRow_IsToldByAll()
    {
        double[] values = Shapes.Clusters(100_000, 2, 2, seed: 7).Rows.Values.ToArray();
        values[150_001] = double.NaN;
        values[190_001] = double.PositiveInfinity;
        var rows = new MemoryRows(new RowMatrix(values, 2), featureNames: ["a", "b"]);
        var failure = Assert.Throws<AggregateException>(() => ThreadProcesses.Run(3, group => GaussianMixture.Fit(new WatchedRows(rows, group), 2, cancellationToken: group.Ended)));
        Assert.Equal(3, failure.InnerExceptions.Count);
        Assert.All(failure.InnerExceptions, static one => Assert.StartsWith("Row 75000, feature 'b': the value is NaN", Assert.IsType<InputException>(one).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void ProcessThatFails_EndsAll()
    {
        var rows = Shapes.Clusters(100_000, 2, 2, seed: 7).Source;
        var failure = Assert.Throws<AggregateException>(() => ThreadProcesses.Run(3, group =>
        {
            int passes = 0;
            var shared = new WatchedRows(rows, group, seen: block =>
            {
                if (group.Rank == 1 && block.FirstRow > 50_000 && ++passes > 40)
                {
                    throw new InvalidOperationException("The disk is gone.");
                }
            });
            return GaussianMixture.Fit(shared, 2, new GaussianMixtureOptions { Em = new EmOptions { Threads = 1 } }, cancellationToken: group.Ended);
        }));
        Assert.Equal(2, failure.InnerExceptions.Count(static one => one is IOException { Message: "Process 1 of 3 failed: The disk is gone." }));
        Assert.Single(failure.InnerExceptions, static one => one is InvalidOperationException);
    }

    [Fact]
    public void Interruption_OfOne_EndsAllAtTheSamePlace()
    {
        var rows = Shapes.Clusters(100_000, 2, 3, seed: 8).Source;
        using var interrupted = new CancellationTokenSource();
        var options = new GaussianMixtureOptions { Restarts = 1, Em = new EmOptions { MaxIterations = 1_000_000, Tolerance = 0, Threads = 1 } };
        var fits = new ThreadProcesses(3).Run(
            group =>
            {
                var progress = group.Rank == 0 ? new Told(report => InterruptAt(report, interrupted)) : null;
                return GaussianMixture.Fit(new WatchedRows(rows, group), 3, options, progress, group.Ended);
            },
            CancellationToken.None,
            interrupted.Token);
        Assert.All(fits, fit => Assert.Equal(StopReason.Cancelled, fit.StopReason));
        Assert.All(fits, fit => Assert.Equal(fits[0].Trace, fit.Trace));
        Assert.InRange(fits[0].Trace.Count, 5, 100_000);
    }

    private static void InterruptAt(FitProgress report, CancellationTokenSource interrupted)
    {
        if (report.Iteration > 5)
        {
            interrupted.Cancel();
        }
    }

    private static MixtureOptions Options(IRowSource rows) => new()
    {
        Restarts = 2,
        Em = new EmOptions { MaxIterations = 6, Threads = rows.Processes is { Rank: 1 } ? 2 : 1 },
    };

    private static CancellationToken Token(IRowSource rows) => rows.Processes?.Ended ?? CancellationToken.None;

    // the same rows again and again, so many that each process has some slots of them
    private static MemoryRows Many(MemoryRows few, bool gaps, bool weighted)
    {
        var random = new Generator(9);
        int count = (int)few.Rows * Copies;
        double[] values = [.. Enumerable.Range(0, Copies).SelectMany(_ => few.Matrix.Values.ToArray())];
        for (int i = 0; i < values.Length && gaps; i += 7)
        {
            values[i] = double.NaN;
        }

        var matrix = new RowMatrix(values, few.Columns);
        return weighted ? new MemoryRows(matrix, Enumerable.Range(0, count).Select(_ => Math.Floor(4 * random.Uniform()) * 0.3).ToArray()) : new MemoryRows(matrix);
    }

    private static void HasTheSameBits(Func<IRowSource, MixtureFit> fit, MemoryRows rows, params int[] counts)
    {
        string one = Stored.Of(fit(rows));
        foreach (int count in counts)
        {
            string[] several = ThreadProcesses.Run(count, group => Stored.Of(fit(new WatchedRows(rows, group))));
            Assert.All(several, other => Assert.Equal(one, other));
        }
    }

    private sealed class Told(Action<FitProgress> tell) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => tell(value);
    }
}
