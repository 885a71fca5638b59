using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.IO;
using Mixtura.Tests.IO;

namespace Mixtura.Tests.Processes;

/// <summary>Files that processes open together: each looks at its part, and all come to the same rows or to the same failure.</summary>
public class SharedFileTests
{
    private const int Rows = 40_000;

    [Fact]
    public void Npy_IsLookedAtInParts_AndCountedAsAWhole()
    {
        using var file = Npy(static i => i % 10 == 3 ? double.NaN : i);
        var options = new RowFileOptions { Missing = MissingValues.Keep, Weights = "2" };
        using var one = RowFile.Open(file.Path, options);
        foreach (var several in ThreadProcesses.Run(3, group =>
        {
            using var rows = RowFile.Open(file.Path, options with { Processes = group });
            Assert.Same(group, rows.Processes);
            return (rows.MissingCells, rows.Rows, Values: Drain.Values(rows));
        }))
        {
            Assert.Equal((Rows / 10L, (long)Rows), (several.MissingCells, several.Rows));
            Assert.Equal(Drain.Values(one), several.Values);
        }
    }

    [Fact]
    public void Npy_WithNumbersThatStandForMissing_IsCopiedByAll()
    {
        // only the last process meets one
        using var file = Npy(static i => i == Rows - 5 ? -999 : i);
        var found = ThreadProcesses.Run(3, group =>
        {
            using var rows = RowFile.Open(file.Path, new RowFileOptions { Missing = MissingValues.Keep, MissingTokens = ["-999"], Processes = group });
            return (rows.MissingCells, double.IsNaN(Drain.Values(rows)[2 * (Rows - 5)]));
        });
        Assert.All(found, static one => Assert.Equal((1, true), one));
    }

    [Theory]
    [InlineData(5, 30_000)]
    [InlineData(20_000, 39_999)]
    public void Npy_FirstBadRow_IsToldByAll(int first, int second)
    {
        using var file = Npy(i => i == first || i == second ? double.PositiveInfinity : i);
        var failure = Assert.Throws<AggregateException>(() => ThreadProcesses.Run(3, group => RowFile.Open(file.Path, new RowFileOptions { Processes = group })));
        Assert.Equal(3, failure.InnerExceptions.Count);
        Assert.All(failure.InnerExceptions, one => Assert.Contains($"row {first + 1} of {Rows}", Assert.IsType<InputException>(one).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Npy_WeightsOfAllProcesses_Count()
    {
        // those of the first two are all 0
        using var file = Npy(static i => i, static i => i < 30_000 ? 0 : 1);
        Assert.All(ThreadProcesses.Run(3, group => RowFile.Open(file.Path, new RowFileOptions { Weights = "2", Processes = group }).IsWeighted), Assert.True);
        using var none = Npy(static i => i, static _ => 0);
        var failure = Assert.Throws<AggregateException>(() => ThreadProcesses.Run(3, group => RowFile.Open(none.Path, new RowFileOptions { Weights = "2", Processes = group })));
        Assert.All(failure.InnerExceptions, static one => Assert.Equal(InputFault.NoWeight, Assert.IsType<InputException>(one).Fault));
    }

    [Fact]
    public void OtherRowsInOneProcess_AreRefused()
    {
        using var file = new TemporaryFile("a.csv", "x\n1\n2\n"u8.ToArray());
        using var other = new TemporaryFile("a.csv", "x\n2\n1\n"u8.ToArray());
        var failure = Assert.Throws<AggregateException>(() => ThreadProcesses.Run(3, group => RowFile.Open(group.Rank == 2 ? other.Path : file.Path, new RowFileOptions { Processes = group })));
        Assert.Equal(3, failure.InnerExceptions.Count);
        Assert.All(failure.InnerExceptions, static one => Assert.Contains("process 2 of 3 reads other rows than process 0", one.Message, StringComparison.Ordinal));
    }

    /// <remarks>One process fails at the second file, or between the files, where the others go on: they hear of it where they next meet, and none waits for ever.</remarks>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PartThatOneProcessCannotRead_EndsAll(bool hasOtherColumns)
    {
        using var first = new TemporaryFile("a.csv", "x\n1\n2\n"u8.ToArray());
        using var second = new TemporaryFile("b.csv", "x\n3\n4\n"u8.ToArray());
        using var bad = new TemporaryFile("b.csv", hasOtherColumns ? "y\n3\n4\n"u8.ToArray() : "x\n3\nz\n"u8.ToArray());
        var failure = Assert.Throws<AggregateException>(() => ThreadProcesses.Run(3, group =>
            RowFile.Open([first.Path, group.Rank == 1 ? bad.Path : second.Path, first.Path], new RowFileOptions { Processes = group })));
        Assert.Equal(3, failure.InnerExceptions.Count);
        Assert.All(failure.InnerExceptions, static one => Assert.IsType<InputException>(one));
    }

    [Fact]
    public void WorkThatWasCancelledInOne_IsCancelledInAll_AndWhatWasOpenedIsClosed()
    {
        using var interrupted = new CancellationTokenSource();
        interrupted.Cancel();
        var closed = new bool[3];
        var failure = Assert.Throws<AggregateException>(() => new ThreadProcesses(3).Run(
            group => group.Together(() => new Closing(() => closed[group.Rank] = true)), CancellationToken.None, interrupted.Token));
        Assert.All(failure.InnerExceptions, static one => Assert.IsType<OperationCanceledException>(one));
        Assert.Equal([true, true, true], closed);
    }

    private static TemporaryFile Npy(Func<int, double> value, Func<int, double>? weight = null)
    {
        var array = new double[Rows, 2];
        for (int i = 0; i < Rows; i++)
        {
            array[i, 0] = value(i);
            array[i, 1] = weight?.Invoke(i) ?? 1;
        }

        return new TemporaryFile("rows.npy", NpyBytes.Of(array));
    }

    private sealed class Closing(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
