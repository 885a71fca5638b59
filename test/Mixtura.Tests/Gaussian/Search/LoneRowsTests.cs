using Mixtura.Gaussian.Search;

namespace Mixtura.Tests.Gaussian.Search;

/// <summary>The rows of a component that are far from all others: of all runs of rows together they are lone, or none is.</summary>
public class LoneRowsTests
{
    [Fact]
    public void RowsOfAllRuns_ComeTogether_AsTheyWere()
    {
        SetApart[] rows = [new(7, 0.25, [1e-300, double.NegativeZero]), new(1L << 40, 2, [-3, 1e300])];
        var all = new LoneRows(2, mostWeight: 2.25);
        Assert.All(rows, row => Assert.True(all.TryAdd(Of(2.25, row).ToBytes())));
        Assert.True(all.TryAdd(new LoneRows(2, 2.25).ToBytes()));
        Assert.False(all.AreNone);
        Assert.Equal(rows.Select(static row => (row.Row, row.Weight)), all.Rows.Select(static row => (row.Row, row.Weight)));
        Assert.Equal(rows.SelectMany(static row => row.Values), all.Rows.SelectMany(static row => row.Values));
    }

    [Fact]
    public void RowNearToAnother_LeavesNone()
    {
        var run = Of(10, new SetApart(0, 1, [1, 1]));
        run.Add(new SetApart(1, 1, [0, 0]), isLone: false);
        run.Add(new SetApart(2, 1, [1, 1]), isLone: true);
        Assert.True(run.AreNone);
        Assert.Empty(run.Rows);
        var all = Of(10, new SetApart(0, 1, [1, 1]));
        Assert.False(all.TryAdd(run.ToBytes()));
        Assert.True(all.AreNone);
    }

    [Fact]
    public void TooManyTogether_AreNone()
    {
        Assert.False(Of(2, new SetApart(0, 1, [1, 1]), new SetApart(1, 1, [1, 1])).AreNone);
        Assert.True(Of(2, new SetApart(0, 1, [1, 1]), new SetApart(1, 1.5, [1, 1])).AreNone);
        var all = Of(2, new SetApart(0, 1.5, [1, 1]));
        Assert.False(all.TryAdd(Of(2, new SetApart(1, 1.5, [1, 1])).ToBytes()));
    }

    private static LoneRows Of(double mostWeight, params SetApart[] rows)
    {
        var lone = new LoneRows(2, mostWeight);
        Array.ForEach(rows, row => lone.Add(row, isLone: true));
        return lone;
    }
}
