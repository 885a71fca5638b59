using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Processes;

namespace Mixtura.Tests.Gaussian;

/// <summary>Components on rows that tie, found by threads and processes together: what each sees is put together, not added up.</summary>
public class TieCheckTests
{
    private const int Rows = 300_000;

    private static readonly RowMatrix Identity = new(new double[] { 1, 0, 0, 1 }, 2);

    // full covariances of two features want three different rows, and half of one to spare
    private static readonly GaussianMixture Model = GaussianMixture.Create([0.5, 0.5], new RowMatrix(new double[] { 0, 0, 100, 100 }, 2), [Identity, Identity]);

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, -1)]
    public void ComponentOfFewDifferentRows_IsFound_HoweverOftenTheyCome(int different, int component)
    {
        var rows = RowsWith(different, atTheEnd: false);
        Assert.All((int[])[1, 2, 3], threads => Assert.Equal(component, Find(rows, threads)));
        Assert.All(ThreadProcesses.Run(3, group => Find(new WatchedRows(rows, group), 1)), found => Assert.Equal(component, found));
    }

    [Fact]
    public void LastDifferentRow_Counts()
    {
        var rows = RowsWith(4, atTheEnd: true);
        Assert.Equal(-1, Find(rows, 2));
        Assert.All(ThreadProcesses.Run(3, group => Find(new WatchedRows(rows, group), 1)), static found => Assert.Equal(-1, found));
    }

    [Fact]
    public void RowWithoutWeight_DoesNotCount()
    {
        var rows = RowsWith(4, atTheEnd: true);
        double[] weights = [.. Enumerable.Repeat(1.0, Rows)];
        weights[^1] = 0;
        Assert.Equal(1, Find(new MemoryRows(rows.Matrix, weights), 2));
    }

    [Fact]
    public void EachProcess_ReadsItsPart()
    {
        var rows = RowsWith(3, atTheEnd: false);
        long[] read = ThreadProcesses.Run(3, group =>
        {
            var shared = new WatchedRows(rows, group);
            Find(shared, 1);
            return shared.Read;
        });
        Assert.All(read, static one => Assert.InRange(one, 0.3 * Rows, 0.4 * Rows));
    }

    [Fact]
    public void FewRows_SettleIt_WhereTheyDiffer()
    {
        var rows = new WatchedRows(RowsWith(Rows / 2, atTheEnd: false));
        Assert.Equal(-1, Find(rows, 1));
        Assert.InRange(rows.Read, 1, 1000);
    }

    [Fact]
    public void Cancelled_FindsNothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Null(new TieCheck(RowsWith(3, atTheEnd: false), null, 1, cancelled.Token).Find(Model.Parameters));
    }

    /// <remarks>Two rows far out, which every process reads a part to find.</remarks>
    [Fact]
    public void RowsSetApart_AreTheSame_ByAnyNumberOfProcesses()
    {
        double[] values = Shapes.Clusters(120_000, 2, 2, seed: 6).Rows.Values.ToArray();
        (values[0], values[1], values[^2], values[^1]) = (1e6, 1e6, 1e6 + 1, 1e6);

        // as far out, but without weight
        (values[2], values[3]) = (1e6, 1e6);
        double[] weights = [.. Enumerable.Repeat(1.0, values.Length / 2)];
        weights[1] = 0;
        var rows = new MemoryRows(new RowMatrix(values, 2), weights);
        var options = new GaussianMixtureOptions { Restarts = 2, Em = new EmOptions { Threads = 1 } };
        var one = GaussianMixture.Fit(rows, 3, options);
        Assert.Equal([0, 119_999], one.LoneRows.Select(static lone => lone.Row));
        string expected = Stored.Of(one);
        Assert.All(ThreadProcesses.Run(3, group => Stored.Of(GaussianMixture.Fit(new WatchedRows(rows, group), 3, options, cancellationToken: group.Ended))), other => Assert.Equal(expected, other));
    }

    private static int Find(IRowSource rows, int threads) => new TieCheck(rows, null, threads, CancellationToken.None).Find(Model.Parameters)?.Component ?? -1;

    // half of the rows about the first mean, all different; the others about the second, by turns
    private static MemoryRows RowsWith(int different, bool atTheEnd)
    {
        var values = new double[2 * Rows];
        for (int i = 0; i < Rows; i++)
        {
            int which = atTheEnd && i == Rows - 1 ? different - 1 : i / 2 % (atTheEnd ? different - 1 : different);
            (values[2 * i], values[(2 * i) + 1]) = i % 2 == 1 ? (100 + Math.Sin(which), 100 + Math.Cos(which)) : (Math.Sin(i), Math.Cos(3 * i));
        }

        return new MemoryRows(new RowMatrix(values, 2));
    }
}
