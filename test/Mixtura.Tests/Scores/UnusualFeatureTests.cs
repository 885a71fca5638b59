using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Scores;

public class UnusualFeatureTests
{
    [Fact]
    public void FeaturesThatAreOffTogether_AreJudgedByTheirComponent()
    {
        // 6 deviations along the ridge: each of the two lets expect the other
        var model = GaussianMixture.Create([1], new double[,] { { 0, 0 } }, [new double[,] { { 1, 0.999 }, { 0.999, 1 } }]);
        var found = new UnusualFeatures(model).In([6, 6.01])!.Value;
        Assert.Equal((1, 0.0, 6.01), (found.Feature, found.Expected, found.Deviations));

        // across the ridge it is what the other lets expect
        var across = new UnusualFeatures(model).In([1, -1])!.Value;
        Agree.Relatively(1.999 / Math.Sqrt(1 - (0.999 * 0.999)), across.Deviations, 1e-9, "conditional deviations");
    }

    private static readonly GaussianMixture Correlated = GaussianMixture.Create([1.0], new double[,] { { 1, -2 } }, [new double[,] { { 4, 1.2 }, { 1.2, 1 } }]);

    // of the first given the second: mean 1 + 1.2 (y + 2), variance 4 − 1.44; of the second given the first: mean −2 + 0.3 (x − 1), variance 1 − 0.36
    [Theory]
    [InlineData(1, 1)]
    [InlineData(-9, -2)]
    [InlineData(2, -1)]
    public void OneGaussian_HasTheFarthestConditional(double x, double y)
    {
        double first = Math.Abs(x - 1 - (1.2 * (y + 2))) / Math.Sqrt(2.56);
        double second = Math.Abs(y + 2 - (0.3 * (x - 1))) / 0.8;
        var found = new UnusualFeatures(Correlated).In([x, y])!.Value;
        Assert.Equal(second > first ? 1 : 0, found.Feature);
        Assert.Equal(Math.Max(first, second), found.Deviations, 10);
        Assert.Equal(second > first ? -2 + (0.3 * (x - 1)) : 1 + (1.2 * (y + 2)), found.Expected, 10);
    }

    [Fact]
    public void RowWithGaps_IsJudgedByWhatIsObserved()
    {
        var features = new UnusualFeatures(Correlated);
        var found = features.In([5, double.NaN])!.Value;
        Assert.Equal((0, 1.0), (found.Feature, found.Expected));
        Assert.Equal(2, found.Deviations, 12);
        Assert.Null(features.In([double.NaN, double.NaN]));
        Assert.Throws<InputException>(() => features.In([1]));
    }

    /// <remarks>A level that never occurs is beyond all deviations, one that is certain is none off.</remarks>
    [Fact]
    public void FeatureThatCannotBeJudged_HidesNoOther()
    {
        var levels = new CategoricalLevels([["a", "b"], ["u", "v"]]);
        var fit = ComponentKind.Of(new CategoricalFamily(levels)).Fit(new MemoryRows(new double[,] { { 0, 0 }, { 0, 0 }, { 0, 1 }, { 0, 0 } }), 1);
        var features = new UnusualFeatures(fit.Model);
        var found = features.In([0, 1])!.Value;
        Assert.Equal(1, found.Feature);
        Assert.Equal(Math.Sqrt(2 * Math.Log(4)), found.Deviations, 3);
    }

    [Fact]
    public void ManyThreads_GetTheSame()
    {
        var features = new UnusualFeatures(Correlated);
        double[][] rows = [[1, 1], [-9, -2], [5, double.NaN]];
        UnusualFeature?[] expected = [.. rows.Select(row => features.In(row))];
        var found = new UnusualFeature?[600];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => found[i] = features.In(rows[i % rows.Length]));
        Assert.All(found.Index(), value => Assert.Equal(expected[value.Index % rows.Length], value.Item));
    }
}
