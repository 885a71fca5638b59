using Mixtura.Mixtures;

namespace Mixtura.Tests.Selection;

public class ConfusionTableTests
{
    /// <remarks>The values are those that the documentation of scikit-learn's <c>adjusted_rand_score</c> gives for these labels.</remarks>
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 0, 1, 1 }, 1.0)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 1, 1, 0, 0 }, 1.0)]
    [InlineData(new[] { 0, 0, 1, 2 }, new[] { 0, 0, 1, 1 }, 0.57)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 0, 1, 2 }, 0.57)]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 0, 1, 2, 3 }, 0.0)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 1, 0, 1 }, -0.5)]
    [InlineData(new[] { 0, 0, 0 }, new[] { 0, 0, 0 }, 1.0)]
    public void AdjustedRandIndex_EqualsTheKnownOne(int[] known, int[] components, double expected) =>
        Assert.Equal(expected, TableOf(known, components).AdjustedRandIndex(), 2);

    [Fact]
    public void MatchedShare_IsTheBestOfAllMatchings()
    {
        int[] known = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2];
        int[] components = [1, 1, 0, 0, 2, 2, 2, 2, 0, 1];
        var table = TableOf(known, components);
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        Assert.Equal(orders.Max(order => order.Select((k, label) => table[label, k]).Sum()) / 10.0, table.MatchedShare(), 15);
    }

    /// <remarks>Cubic in the smaller side only: by the larger one this would take hours.</remarks>
    [Theory]
    [InlineData(10_000, 2)]
    [InlineData(2, 10_000)]
    public void MatchedShare_OfManyClasses(int classes, int components)
    {
        var table = new ConfusionTable(classes, components);
        for (int i = 0; i < Math.Max(classes, components); i++)
        {
            table.Add(i % classes, i % components);
        }

        Assert.Equal(2.0 / Math.Max(classes, components), table.MatchedShare(), 15);
    }

    private static ConfusionTable TableOf(int[] known, int[] components)
    {
        var table = new ConfusionTable(known.Max() + 1, components.Max() + 1);
        foreach (var (label, k) in known.Zip(components))
        {
            table.Add(label, k);
        }

        return table;
    }
}
