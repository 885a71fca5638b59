using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Tests.Bayesian;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Models;

namespace Mixtura.Tests.Estimation;

/// <summary>Whoever cancels does not wait for the end of a pass.</summary>
public class CancellationTests
{
    // so many blocks, one a read, in one pass
    private const int Blocks = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(Blocks + 5)]
    public void Pass_EndsAtTheBlockAtWhichItIsCancelled(int read)
    {
        var random = new Generator(4);
        var counts = Enumerable.Range(0, Blocks * SlotPartition.BlockRows).Select(_ => (double)random.Index(9)).ToArray();
        using var source = new CancellationTokenSource();
        var rows = new CancellingRows(new MemoryRows(new RowMatrix(counts, 1)), source, read);
        var result = ExpectationMaximization.Run(
            new PoissonMixture(), new PoissonRates([0.5, 0.5], [2, 5]), rows, new EmOptions { Threads = 1 }, cancellationToken: source.Token);
        Assert.Equal(StopReason.Cancelled, result.StopReason);
        Assert.Equal(read, rows.Reads);
        Assert.Equal(read / Blocks, result.Passes);
    }
}
