using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Selection;

namespace Mixtura.Tests.Selection;

/// <summary>Components merged into clusters.</summary>
public class MergingTests
{
    /// <summary>Two clusters, each of two overlapping components: they become two again.</summary>
    [Fact]
    public void OverlappingComponents_BecomeOneCluster()
    {
        var merging = ComponentMerging.Of(FourInTwo(), new MemoryRows(FourInTwo().Sample(4000, 1)));
        Assert.Equal(2, merging.SuggestedClusters);
        Assert.Equal([[0, 1], [2, 3]], merging.Clusters(2).Select(static cluster => cluster.ToArray()));
        Assert.Equal(4, merging.Clusters(4).Count);
        Assert.Equal([0, 1, 2, 3], merging.Clusters(1)[0]);
    }

    [Fact]
    public void Entropy_FallsToNothingAndBeginsAsTheScores()
    {
        var model = FourInTwo();
        var rows = new MemoryRows(model.Sample(2000, 2));
        var merging = ComponentMerging.Of(model, rows);
        Agree.Relatively(model.Score(rows).Entropy, merging.Entropies[^1], 1e-10, "entropy of the components");
        Assert.Equal(0, merging.Entropies[0], 1e-9);
        Assert.Equal(merging.Entropies.Order(), merging.Entropies);
    }

    [Fact]
    public void Weights_CountAsRepetition()
    {
        var model = FourInTwo();
        var rows = model.Sample(300, 3);
        var twice = RowMatrix.Copy([.. Enumerable.Range(0, 600).Select(i => rows.Row(i % 300).ToArray())]);
        var weighted = new MemoryRows(rows, Enumerable.Repeat(2.0, 300).ToArray());
        Agree.Within([.. ComponentMerging.Of(model, new MemoryRows(twice)).Entropies], [.. ComponentMerging.Of(model, weighted).Entropies], 1e-9, "entropies");
    }

    private static GaussianMixture FourInTwo()
    {
        var covariance = RowMatrix.Copy([[1, 0.0], [0, 1.0]]);
        return GaussianMixture.Create(
            [0.25, 0.25, 0.25, 0.25], RowMatrix.Copy([[0, 0], [1.5, 0], [20, 0], [20, 1.5]]), [covariance, covariance, covariance, covariance]);
    }
}
