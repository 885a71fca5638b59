using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian;

/// <summary>Rows scored block by block by a program of one's own give what the model gives for all of them at once.</summary>
public class ScorerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void BlocksOfAnySize_ScoreAsAllRowsAtOnce(int blockRows)
    {
        var rows = Shapes.Clusters(2500, 3, 2, seed: 4).Rows;
        var model = GaussianMixture.Fit(rows, 3, new GaussianMixtureOptions { Restarts = 1 }).Model;
        var scorer = new MixtureScorer(model);
        var densities = new List<double>();
        var responsibilities = new List<double>();
        var labels = new List<int>();
        new MemoryRows(rows).ForEachBlock(blockRows, block =>
        {
            Assert.Equal(densities.Count, block.FirstRow);
            var logDensity = new double[block.Count];
            var posterior = new double[block.Count * 3];
            var components = new int[block.Count];
            scorer.Score(block, logDensity, posterior);
            scorer.Predict(block, components);
            densities.AddRange(logDensity);
            responsibilities.AddRange(posterior);
            labels.AddRange(components);
        });
        Assert.Equal(model.LogDensity(rows), densities);
        Assert.Equal(model.Responsibilities(rows).Values.ToArray(), responsibilities);
        Assert.Equal(model.Predict(rows), labels);
    }

    [Fact]
    public void Blocks_EndWhereTheyAreCancelled()
    {
        using var source = new CancellationTokenSource();
        int blocks = 0;
        Assert.Throws<OperationCanceledException>(() => new MemoryRows(Shapes.Of("a plane").Rows).ForEachBlock(
            10,
            _ =>
            {
                blocks++;
                source.Cancel();
            },
            source.Token));
        Assert.Equal(1, blocks);
    }
}
