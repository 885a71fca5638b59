using System.Text.Json;
using Mixtura.Data;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Scores;

/// <summary>Directions to look along, and distances from components.</summary>
public class ProjectionTests
{
    private static readonly JsonElement File = ReferenceFile.Json("mclust-dr.json");
    private static readonly GaussianMixture Iris = MixtureParameters.Of(File).ToModel();

    [Fact]
    public void Separating_IsMclustDR()
    {
        var projection = MixtureProjection.Separating(Iris);
        double[] roots = [.. File.GetProperty("eigenvalues").Numbers().Take(2).Select(static value => Math.Sqrt(value / 2))];
        Agree.Within([.. roots.Select(root => root / roots.Sum())], projection.Shares.ToArray(), 1e-6, "shares");
        Same(File.GetProperty("basis").Matrix(), projection.Directions, 2, 1e-6);
    }

    [Fact]
    public void Principal_IsOfTheCorrelations()
    {
        // the mixture's own correlations are those of its data where EM has converged
        var projection = MixtureProjection.Principal(Iris, 4);
        Agree.Within([.. File.GetProperty("correlationEigenvalues").Numbers().Select(static value => value / 4)], projection.Shares.ToArray(), 1e-6, "shares");
        var total = Total(Iris);
        double[] scaled = [.. Enumerable.Range(0, 16).Select(at => projection.Directions.Values.Span[at] * Math.Sqrt(total[at % 4, at % 4]))];
        Same(File.GetProperty("correlationEigenvectors").Matrix(), new RowMatrix(scaled, 4), 4, 1e-5);
    }

    [Fact]
    public void Coordinates_HaveVarianceOneAndNoCorrelation()
    {
        var projection = MixtureProjection.Separating(Iris, 4);
        Assert.Equal(4, projection.Directions.Rows);
        Assert.Equal(0, projection.Shares[2]);

        // the largest entry, in the features' deviations, is positive
        var total = Total(Iris);
        for (int q = 0; q < 4; q++)
        {
            Assert.True(Enumerable.Range(0, 4).Select(j => projection.Directions[q, j] * Math.Sqrt(total[j, j])).MaxBy(Math.Abs) > 0);
        }

        var all = new double[16];
        for (int k = 0; k < 3; k++)
        {
            var (mean, covariance) = projection.MomentsOf(Iris, k);
            for (int at = 0; at < 16; at++)
            {
                all[at] += Iris.Weights[k] * (covariance.Values.Span[at] + (mean[at / 4] * mean[at % 4]));
            }
        }

        Agree.Within([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], all, 1e-10, "covariance of the coordinates");
    }

    [Fact]
    public void Units_DoNotMatter()
    {
        double[] units = [1e-9, 1, 1e9, 3];
        var rows = Iris.Sample(50, seed: 3);
        var moved = GaussianMixture.Create(
            Iris.Weights.Span, Moved(Iris.Means, units, 1e8), [.. Enumerable.Range(0, 3).Select(k => Scaled(Iris.CovarianceOf(k), units))]);
        var movedRows = Moved(rows, units, 1e8);
        foreach (var of in (Func<Mixture, MixtureProjection>[])[static model => MixtureProjection.Separating(model), static model => MixtureProjection.Principal(model)])
        {
            for (int i = 0; i < rows.Rows; i++)
            {
                // 1e8 standard deviations off, seven digits are left
                Agree.Within(of(Iris).Of(rows.Row(i)), of(moved).Of(movedRows.Row(i)), 1e-5, "coordinates");
            }
        }
    }

    [Fact]
    public void TwoComponents_AreAlsoSeenWhereTheirCovariancesDiffer()
    {
        // the means differ along the first feature, the variances along the third
        var model = GaussianMixture.Create([0.5, 0.5], new double[,] { { -1, 0, 0 }, { 1, 0, 0 } }, new double[,] { { 1, 1, 1 }, { 1, 1, 9 } });
        var projection = MixtureProjection.Separating(model);
        Agree.Within([1 / Math.Sqrt(2), 0, 0, 0, 0, 1 / Math.Sqrt(5)], projection.Directions.Values.Span, 1e-12, "directions");
        Agree.Within([1, 0], projection.Shares.ToArray(), 1e-12, "shares");
        Agree.Within([1, 0, 0, 0, 0, 1], projection.Correlations.Values.Span, 1e-12, "correlations");
    }

    [Fact]
    public void EqualComponents_StillHaveDirections() =>
        Assert.Equal(2, MixtureProjection.Separating(GaussianMixture.Create([0.5, 0.5], new double[,] { { 1, 2, 3 }, { 1, 2, 3 } }, new double[,] { { 1, 4, 9 }, { 1, 4, 9 } })).Directions.Rows);

    [Fact]
    public void DependentFeatures_AreNoObstacle()
    {
        // the third is the sum of the others, but for rounding
        double[] covariance = [1, 0, 1, 0, 1, 1, 1, 1, 2 + 1e-13];
        var model = GaussianMixture.Create([0.5, 0.5], new double[,] { { -2, 0, -2 }, { 2, 0, 2 } }, [new RowMatrix(covariance, 3), new RowMatrix(covariance, 3)]);
        var projection = MixtureProjection.Separating(model, 3);
        Assert.Equal(2, projection.Directions.Rows);
        Assert.All(projection.Directions.Values.ToArray(), static value => Assert.True(Math.Abs(value) < 10));
    }

    [Fact]
    public void EndlessVariance_IsNamed()
    {
        var model = StudentTMixture.Kind(CovarianceStructure.Diagonal, DegreesOfFreedom.Fixed(2)).Fit(new MemoryRows(Iris.Sample(100, seed: 1), null, ["a", "b", "c", "d"]), 1).Model;
        Assert.Contains("'a' has no finite variance", Assert.Throws<InputException>(() => MixtureProjection.Principal(model)).Message, StringComparison.Ordinal);
        Assert.Equal(double.NaN, model.DistanceOf([1, 2, 3, 4], 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Distance_IsTheDensitysExponent(int component)
    {
        // log p(x) falls by half the squared distance
        var one = GaussianMixture.Create([1], new RowMatrix(Iris.Means.Row(component).ToArray(), 4), [Iris.CovarianceOf(component)]);
        double[] row = [9, 1, 4, 0.3];
        Agree.Relatively(Math.Sqrt(2 * (one.LogDensity(one.Means.Row(0)) - one.LogDensity(row))), Iris.DistanceOf(row, component), 1e-12, "distance");
        double[] gap = [9, double.NaN, 4, 0.3];
        var three = one.Marginal(0, 2, 3);
        Agree.Relatively(Math.Sqrt(2 * (three.LogDensity(three.Means.Row(0)) - three.LogDensity([9, 4, 0.3]))), Iris.DistanceOf(gap, component), 1e-12, "distance with a gap");
        Assert.Equal(0, Iris.DistanceOf(Iris.Means.Row(component), component));
    }

    // up to the sign, which is that of the largest entry
    private static void Same(RowMatrix expected, RowMatrix actual, int count, double tolerance)
    {
        for (int q = 0; q < count; q++)
        {
            double sign = Math.Sign(expected[q, 0]) * Math.Sign(actual[q, 0]);
            Agree.Within([.. expected.Row(q).ToArray().Select(value => sign * value)], actual.Row(q), tolerance, $"direction {q}");
        }
    }

    private static RowMatrix Total(GaussianMixture model)
    {
        double[] mean = [.. Enumerable.Range(0, 4).Select(j => Enumerable.Range(0, 3).Sum(k => model.Weights[k] * model.Means[k, j]))];
        return new RowMatrix(Enumerable.Range(0, 16).Select(at => Enumerable.Range(0, 3).Sum(k =>
            model.Weights[k] * (model.CovarianceOf(k)[at / 4, at % 4] + ((model.Means[k, at / 4] - mean[at / 4]) * (model.Means[k, at % 4] - mean[at % 4]))))).ToArray(), 4);
    }

    private static RowMatrix Moved(RowMatrix rows, double[] units, double offset) =>
        new(rows.Values.ToArray().Select((value, at) => units[at % 4] * (value + offset)).ToArray(), 4);

    private static RowMatrix Scaled(RowMatrix covariance, double[] units) =>
        new(covariance.Values.ToArray().Select((value, at) => value * units[at / 4] * units[at % 4]).ToArray(), 4);
}
