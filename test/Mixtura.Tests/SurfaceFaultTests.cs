using System.Globalization;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Tests.Generated;
using Mixtura.Tests.IO;

namespace Mixtura.Tests;

/// <summary>What comes of sources that break their word, of files that are closed, and of fits that are cancelled.</summary>
public class SurfaceFaultTests
{
    private static readonly double[][] Lines = SurfaceTests.Lines;

    [Theory]
    [InlineData(3)]
    [InlineData(200_000)]
    public void ClosedFile_GivesNoRows(int rows)
    {
        using var file = new TemporaryFile("rows.csv", []);
        File.WriteAllLines(file.Path, ["x,y", .. Enumerable.Range(0, rows).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{i},{i % 7}"))]);
        foreach (long budget in (long[])[1, 1L << 30])
        {
            var table = RowFile.Open(file.Path, new RowFileOptions { MemoryBudget = budget });
            using var reader = table.Open();
            table.Dispose();
            Assert.Throws<ObjectDisposedException>(() => table.Open());
            Assert.Throws<ObjectDisposedException>(() => reader.Read(1, out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void CancelledFit_ThrowsWhereThatIsAskedFor(int threads)
    {
        foreach (var fit in (Func<EmOptions, IProgress<FitProgress>, CancellationToken, MixtureFit>[])
        [
            static (em, progress, token) => GaussianMixture.Fit(Lines, 2, new GaussianMixtureOptions { Em = em }, progress: progress, cancellationToken: token),
            static (em, progress, token) => StudentTMixture.Fit(Lines, 2, options: new MixtureOptions { Em = em }, progress: progress, cancellationToken: token),
            static (em, progress, token) => VariationalGaussianMixture.Fit(Lines, 2, new VariationalOptions { Em = em }, progress: progress, cancellationToken: token),
        ])
        {
            MixtureFit Run(bool throws)
            {
                using var source = new CancellationTokenSource();
                return fit(new EmOptions { Threads = threads, ThrowIfCancelled = throws }, new Canceller(source), source.Token);
            }

            Assert.Equal(StopReason.Cancelled, Run(throws: false).StopReason);
            Assert.Throws<OperationCanceledException>(() => Run(throws: true));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void SourceThatBreaksItsWord_IsNamed(int threads)
    {
        var data = Shapes.Clusters(6000, 2, 2, seed: 4).Rows;
        (string Said, Func<OwnRows> Rows)[] broken =
        [
            ("6000 were promised", () => new OwnRows(data) { Given = 4000 }),
            ("MoveTo", () => new OwnRows(data) { IgnoresMoveTo = true }),
            ("the value is NaN, where the first reading found a number", () => new OwnRows(data) { NaNFromReading = 4 * 6 }),
            ("3 columns", () => new OwnRows(data) { WrongColumns = true }),
            ("Open returned null", () => new OwnRows(data) { OpensNull = true }),
            ("a reader gave 100 rows of 2 columns from row 0 on, where", () => new OwnRows(data) { Most = 100 }),
        ];
        foreach (var (said, rows) in broken)
        {
            foreach (var kind in (ComponentKind[])[GaussianMixture.Kind(), StudentTMixture.Kind()])
            {
                var thrown = Record.Exception(() => kind.Fit(rows(), 2, new MixtureOptions { Em = new EmOptions { Threads = threads } }));
                Assert.True(thrown is InputException && thrown.Message.Contains(said, StringComparison.Ordinal), $"{said}: {thrown}");
            }
        }

        Assert.Equal(GaussianMixture.Fit(data, 2).LowerBound, GaussianMixture.Fit(new OwnRows(data), 2).LowerBound);
    }

    [Fact]
    public void SourceThatBreaksItsWord_IsNamed_WhereAModelIsLookedAt()
    {
        var data = Shapes.Clusters(3000, 2, 2, seed: 4).Rows;
        var model = GaussianMixture.Fit(data, 2).Model;
        (string Said, OwnRows Rows)[] broken =
        [
            ("3000 were promised", new OwnRows(data) { Given = 2000 }),
            ("a reader gave 100 rows", new OwnRows(data) { Most = 100 }),
        ];
        foreach (var (said, rows) in broken)
        {
            Action[] looks = [() => ParameterBootstrap.Run(model, rows, 2), () => ComponentMerging.Of(model, rows), () => model.Score(rows), () => model.Predict(rows)];
            Assert.All(looks, look => Assert.Contains(said, Assert.Throws<InputException>(look).Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void FailureOfAThreadThatCannotBegin_ArrivesAsItself() =>
        Assert.Throws<TimeoutException>(() => ParallelPieces.ForEach<object>(8, 4, static () => throw new TimeoutException(), static (_, _) => { }));

    private sealed class Canceller(CancellationTokenSource source) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => source.Cancel();
    }
}
