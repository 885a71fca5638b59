using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Estimation;

public class ParallelPiecesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void EveryPiece_IsDoneOnce(int threads)
    {
        var done = new int[1000];
        ParallelPieces.ForEach(done.Length, threads, i => Interlocked.Increment(ref done[i]));
        Assert.All(done, static times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Failure_IsThatOfTheFirstPieceAsItself(int threads)
    {
        // the first that fails lets another fail before it, where there is another thread
        using var another = new SemaphoreSlim(0);
        void Piece(int i)
        {
            if (i > 20)
            {
                another.Release();
                throw new InputException($"piece {i}");
            }

            if (i == 20)
            {
                another.Wait(threads > 1 ? 1000 : 0);
                throw new InputException("piece 20");
            }
        }

        var failure = Assert.Throws<InputException>(() => ParallelPieces.ForEach(1000, threads, Piece));
        Assert.Equal("piece 20", failure.Message);
    }

    [Fact]
    public void AfterAFailure_NoFurtherPieceIsBegun()
    {
        int begun = 0;
        void Piece(int i)
        {
            Interlocked.Increment(ref begun);
            throw new InputException($"piece {i}");
        }

        Assert.Throws<InputException>(() => ParallelPieces.ForEach(1000, 4, Piece));
        Assert.InRange(begun, 1, 4);
    }

    [Fact]
    public void Cancellation_EndsIt()
    {
        using var source = new CancellationTokenSource();
        int begun = 0;
        void Piece(int i)
        {
            Interlocked.Increment(ref begun);
            source.Cancel();
        }

        Assert.Throws<OperationCanceledException>(() => ParallelPieces.ForEach(1000, 2, Piece, source.Token));
        Assert.InRange(begun, 1, 2);
    }

    [Fact]
    public void Predict_OfARowThatIsNotFinite_ThrowsTheDocumentedException()
    {
        var rows = Shapes.Clusters(40_000, 2, 2, seed: 13).Rows;
        var model = GaussianMixture.Fit(new RowMatrix(rows.Values[..400], 2), 2).Model;
        double[] values = rows.Values.ToArray();
        values[2 * 39_000] = values[2 * 20_500] = double.NaN;
        var failure = Assert.Throws<InputException>(() => model.Predict(new RowMatrix(values, 2)));
        Assert.Contains("Row 20500 ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProgressThatThrows_EndsASelectionByItsOwnException()
    {
        var rows = new MemoryRows(Shapes.Clusters(100, 2, 2, seed: 14).Rows);
        var options = new SelectionOptions { Fit = new GaussianMixtureOptions { Em = new EmOptions { Threads = 4 } } };
        Assert.Throws<NotSupportedException>(() => ModelSelection.Search(
            rows, [1, 2], [CovarianceStructure.Full, CovarianceStructure.Diagonal], Criterion.Bic, options, new Thrower<SelectionProgress>()));
    }

    [Fact]
    public void SourceThatThrows_EndsABootstrapByItsOwnException()
    {
        var rows = Shapes.Clusters(100, 2, 2, seed: 14).Rows;
        var model = GaussianMixture.Fit(rows, 2).Model;
        Assert.Throws<NotSupportedException>(() => ParameterBootstrap.Run(model, new Unreadable(100), 8, threads: 4));
        Assert.Throws<NotSupportedException>(() => ParameterBootstrap.Run(model, new Unreadable(100), 8, threads: 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void FailureWithinAPass_IsThatOfTheFirstRow(int threads)
    {
        double[] values = Shapes.Clusters(200_000, 2, 2, seed: 15).Rows.Values.ToArray();
        values[2 * 199_000] = values[2 * 61_000] = values[2 * 150_000] = double.NaN;
        var failure = Assert.Throws<InputException>(() => DataSummary.Of(new MemoryRows(new RowMatrix(values, 2)), threads));
        Assert.Contains("Row 61000,", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Thrower<T> : IProgress<T>
    {
        public void Report(T value) => throw new NotSupportedException();
    }

    private sealed class Unreadable(long rows) : IRowSource
    {
        public int Columns => 2;

        public long Rows => rows;

        public IRowReader Open() => throw new NotSupportedException();
    }
}
