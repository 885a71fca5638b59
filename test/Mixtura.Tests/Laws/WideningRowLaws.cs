using Mixtura.Data;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Laws;

/// <summary>A row that alone widens a component is named, with what the component would be without it.</summary>
public class WideningRowLaws
{
    [Theory]
    [InlineData(30.0, 1)]
    [InlineData(1e4, 1)]
    [InlineData(30.0, 2)]
    [InlineData(-30.0, 1)]
    public void FarRow_IsAsFarAsItIsFromAFitWithoutIt(double value, int weight)
    {
        double[,] rows = new double[101, 2];
        var plain = GaussianMixture.Create([1], new double[,] { { 1, 2 } }, new double[,] { { 1, 9 } }).Sample(100, seed: 4);
        for (int i = 0; i < 100; i++)
        {
            (rows[i, 0], rows[i, 1]) = (plain[i, 0], plain[i, 1]);
        }

        (rows[100, 0], rows[100, 1]) = (value, 2);
        var weights = Enumerable.Range(0, 101).Select(i => i < 100 ? 1.0 : weight).ToArray();
        var fit = GaussianMixture.Fit(rows, 1, weights: weights);
        var found = Assert.Single(fit.WideningRows);
        Assert.Equal((100, 0, 0, value), (found.Row, found.Component, found.Feature, found.Value));
        var without = GaussianMixture.Fit(plain, 1).Model;
        Agree.Relatively(Math.Abs(value - without.Means[0, 0]) / Math.Sqrt(without.VariancesOf(0)[0]), found.Deviations, 1e-6, "deviations");
        double z = (value - fit.Model.Means[0, 0]) / Math.Sqrt(fit.Model.VariancesOf(0)[0]);
        Agree.Relatively(weight * z * z / (100 + weight), found.Share, 1e-9, "share");
        Assert.Contains(fit.Warnings, static warning => warning.StartsWith("Row 101 (feature 0", StringComparison.Ordinal) && warning.Contains("alone makes up", StringComparison.Ordinal));
    }

    /// <remarks>Of 1,000 rows ±1 and one at v, v has the share a²v²/(1000 + a v²) of the variance, a = 1000/1001.</remarks>
    [Theory]
    [InlineData(31.0, false)]
    [InlineData(32.5, true)]
    public void RowOfMoreThanHalfTheVariance_IsNamed(double value, bool isNamed)
    {
        double[][] rows = [.. Enumerable.Range(0, 1000).Select(static i => (double[])[i % 2 == 0 ? 1 : -1]), [value]];
        const double Others = 1000.0 / 1001;
        double share = Others * Others * value * value / (1000 + (Others * value * value));
        Assert.Equal(isNamed, share > 0.5);
        Assert.Equal(isNamed ? [share] : [], GaussianMixture.Fit(rows, 1).WideningRows.Select(static one => one.Share), static (expected, found) => Math.Abs(expected - found) < 1e-9);
    }

    [Fact]
    public void RowFarInSeveralFeatures_IsNamedOnceWhereItsShareIsLargest()
    {
        double[][] rows = [.. Enumerable.Range(0, 100).Select(static i => (double[])[Math.Sin(i), Math.Cos(7 * i), Math.Sin(5 * i)]), [20, 40, -30]];
        var found = Assert.Single(GaussianMixture.Fit(rows, 1, new GaussianMixtureOptions { Covariance = CovarianceStructure.Diagonal }).WideningRows);
        Assert.Equal((100, 1, 40.0), (found.Row, found.Feature, found.Value));
    }

    [Fact]
    public void SharedSpread_IsThatOfAllRows()
    {
        double[][] rows = [.. Enumerable.Range(0, 200).Select(static i => (double[])[Math.Sin(i) + (100 * (i % 2))]), [160]];
        var fit = GaussianMixture.Fit(rows, 2, new GaussianMixtureOptions { Covariance = CovarianceStructure.Tied });
        var found = Assert.Single(fit.WideningRows);
        double z = (160 - fit.Model.Means[found.Component, 0]) / Math.Sqrt(fit.Model.VariancesOf(found.Component)[0]);
        Assert.Equal(200, found.Row);
        Agree.Relatively(z * z / 201, found.Share, 1e-6, "share");
    }

    [Fact]
    public void OrdinaryRows_AreNotNamed()
    {
        Assert.Empty(GaussianMixture.Fit(ReferenceFile.Rows("iris.csv"), 3).WideningRows);
        Assert.Empty(GaussianMixture.Fit(new double[,] { { 0 }, { 1 }, { 5 } }, 1).WideningRows);
        Assert.Empty(GaussianMixture.Fit(new double[,] { { 0 }, { 0.001 }, { 1 } }, 1).WideningRows);
        Assert.Empty(GaussianMixture.Fit(new double[,] { { 1 }, { 1 }, { 1 }, { 1 } }, 1, new GaussianMixtureOptions { Regularization = 1e-3 }).WideningRows);
    }

    [Fact]
    public void HeavyTails_AreNotWidened()
    {
        var rows = new double[100][];
        for (int i = 0; i < 100; i++)
        {
            rows[i] = [i == 50 ? 200 : Math.Sin(i), Math.Cos(7 * i)];
        }

        Assert.Single(GaussianMixture.Fit(rows, 1).WideningRows);
        Assert.Empty(StudentTMixture.Fit(rows, 1).WideningRows);

        // of a Gaussian with the same moments it would be most of the variance
        double[][] nearer = [.. Enumerable.Range(0, 200).Select(static i => (double[])[Math.Sin(i)]), [9.5]];
        var fit = StudentTMixture.Fit(nearer, 1, degreesOfFreedom: DegreesOfFreedom.Fixed(5));
        var (means, deviations) = fit.Model.MomentsOf(0);
        Assert.InRange(Math.Pow((9.5 - means[0]) / deviations[0], 2) / 201, 0.55, 0.95);
        Assert.Empty(fit.WideningRows);
    }

    /// <remarks>The noise takes the far row, and a covariance that stays as it is in the start is nobody's.</remarks>
    [Fact]
    public void NoiseAndHeldCovariances_AreNotWidened()
    {
        double[][] rows = [.. Enumerable.Range(0, 200).Select(static i => (double[])[Math.Sin(i), Math.Cos(7 * i)]), [14, 0]];
        Assert.Single(GaussianMixture.Fit(rows, 1).WideningRows);
        Assert.Empty(GaussianMixture.Kind().WithNoise().Fit(RowMatrix.Copy(rows), 1).WideningRows);
        var start = GaussianMixture.Create([1], new double[,] { { 0, 0 } }, [new double[,] { { 1, 0 }, { 0, 1 } }]);
        Assert.Empty(GaussianMixture.Fit(rows, 1, new GaussianMixtureOptions { Start = start, Fixed = new FixedParts { Covariances = [0] } }).WideningRows);
    }

    [Fact]
    public void RowsOfAnyProcess_AreFound()
    {
        // tallies of parts, in whatever order, are that of the whole
        var first = new DataTally(1, MissingCells.Refuse, pairs: false);
        var second = new DataTally(1, MissingCells.Refuse, pairs: false);
        var third = new DataTally(1, MissingCells.Refuse, pairs: false);
        third.Inspect(new RowBlock([-7, 3], [1, 1], 1, 5), []);
        second.Inspect(new RowBlock([3, -7, 3], [1, 1, 1], 1, 2), []);
        first.Inspect(new RowBlock([3, 9], [1, 0], 1, 0), []);
        var total = new DataTally(1, MissingCells.Refuse, pairs: false).AddBytes(third.ToBytes()).AddBytes(second.ToBytes()).AddBytes(first.ToBytes());
        Assert.Equal((new ExtremeValue(-7, 3, 1), new ExtremeValue(3, 0, 1)), (total.Extremes[0].Least, total.Extremes[0].Largest));
    }
}
