using System.Globalization;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

public sealed class RowSpoolTests
{
    // more than one chunk of 256 KiB
    private const int Rows = 30_000;
    private static readonly string Table = "a,w,b\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 7.0:R},{i % 5},{i * 1e-3}\n")));

    [Theory]
    [InlineData(null)]
    [InlineData("w")]
    public void SpilledRows_EqualRowsInMemory(string? weights)
    {
        using var memory = Text.Read(Table, new RowFileOptions { Weights = weights });
        Assert.True(memory.IsInMemory);
        foreach (long budget in new long[] { 0, 1, 300_000, 600_000 })
        {
            using var disk = Text.Read(Table, new RowFileOptions { Weights = weights, MemoryBudget = budget });
            Assert.False(disk.IsInMemory);
            Assert.Equal(memory.Rows, disk.Rows);
            Assert.Equal(Drain.Values(memory), Drain.Values(disk));
            Assert.Equal(Drain.Weights(memory), Drain.Weights(disk));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RowFileOptions.DefaultMemoryBudget)]
    public void Reader_StartsAtAnyRowWithAnyBlock(long budget)
    {
        using var file = Text.Read(Table, new RowFileOptions { Weights = "w", MemoryBudget = budget });
        double[] values = Drain.Values(file);
        double[] weights = Drain.Weights(file);
        foreach (var (row, block) in new (int, int)[] { (0, 1_000_000), (1, 7000), (16_384, 333), (10_922, 1), (Rows - 1, 5), (Rows, 1), (Rows + 9, 1) })
        {
            int skipped = Math.Min(row, Rows);
            var (valuesFrom, weightsFrom) = Drain.Rows(file, block, row);
            Assert.Equal(values[(2 * skipped)..], valuesFrom);
            Assert.Equal(weights[skipped..], weightsFrom);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RowFileOptions.DefaultMemoryBudget)]
    public void Reader_MovesBackAndForth(long budget)
    {
        using var file = Text.Read(Table, new RowFileOptions { MemoryBudget = budget });
        double[] values = Drain.Values(file);
        using var reader = file.Open();
        foreach (int row in new[] { 20_000, 19_999, 20_100, 0, Rows - 3, 5 })
        {
            reader.MoveTo(row);
            Assert.True(reader.Read(10, out var block));
            Assert.Equal(row, block.FirstRow);
            Assert.Equal(values.AsSpan(3 * row, 3 * block.Count), block.Values);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RowFileOptions.DefaultMemoryBudget)]
    public void Readers_InParallelSeeTheSameRows(long budget)
    {
        using var file = Text.Read(Table, new RowFileOptions { MemoryBudget = budget });
        double[] expected = Drain.Values(file);
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            int first = worker * 1777;
            Assert.Equal(expected[(3 * first)..], Drain.Values(file, 100 + worker, first));
        });
    }

    [Fact]
    public void TemporaryFile_IsGoneAfterDispose()
    {
        string[] Spooled() => Directory.GetFiles(Path.GetTempPath(), "mixtura-*.rows");
        int before = Spooled().Length;
        using (Text.Read(Table, new RowFileOptions { MemoryBudget = 0 }))
        {
        }

        Assert.True(Spooled().Length <= before);
        Assert.Throws<Mixtura.Data.InputException>(() => Text.Read(Table + "1,x,2\n", new RowFileOptions { MemoryBudget = 0 }).Dispose());
        Assert.True(Spooled().Length <= before);
    }
}
