using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Tests.Families.Contaminated;

/// <summary>Rows far out are told by quartiles: of 0, 1, … 100 the median is 50 and the quartiles are 50 apart, so that twenty deviations reach some 740 to either side.</summary>
public class FarRowsTests
{
    [Theory]
    [InlineData(700, false)]
    [InlineData(900, true)]
    [InlineData(-600, false)]
    [InlineData(-800, true)]
    public void Row_IsFarBeyondTwentyDeviations(double value, bool isFar) => Assert.Equal(isFar ? [101L] : [], Found(Hundred([value, 0])));

    [Fact]
    public void RowsThatCannotHelp_AreNone()
    {
        Assert.Empty(Found(Hundred([900, double.NaN])));
        Assert.Equal([102L], Found(Hundred([900, 0], [-900, 0]), firstWeight: 0));
    }

    [Fact]
    public void MoreThanATwentieth_AreNoHandful()
    {
        Assert.Equal(5, Found(Hundred([.. Enumerable.Repeat<double[]>([1e6, 0], 5)])).Length);
        Assert.Empty(Found(Hundred([.. Enumerable.Repeat<double[]>([1e6, 0], 8)])));
    }

    /// <remarks>Of the second feature most values are one: that has no deviation to go by. Gaps are no values.</remarks>
    [Fact]
    public void FeatureWithoutQuartiles_TellsNothing() => Assert.Equal([101L], Found(Hundred([[900, 0], [50, 1e9], .. Enumerable.Repeat<double[]>([double.NaN, 0], 60)])));

    private static RowMatrix Hundred(params double[][] more) => RowMatrix.Copy([.. Enumerable.Range(0, 101).Select(static i => (double[])[i, 0]), .. more]);

    private static long[] Found(RowMatrix values, double firstWeight = 1)
    {
        var rows = new MemoryRows(values, Enumerable.Range(0, values.Rows).Select(i => i == 101 ? firstWeight : 1).ToArray());
        var summary = DataSummary.Of(rows, correlations: false, MissingCells.IntegrateOut, 1, CancellationToken.None);
        return [.. FarRows.Of(RowSample.Draw(rows, summary, 1, 0, CancellationToken.None), rows, CancellationToken.None).Select(static row => row.Row)];
    }
}
