using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Tests.Gaussian;

/// <summary>Marginal, conditional and construction refuse what makes no sense.</summary>
public class PartsTests
{
    private static readonly RowMatrix Identity = RowMatrix.Copy(new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } });

    private static readonly GaussianMixture Model = GaussianMixture.Create(
        [0.25, 0.75], RowMatrix.Copy(new double[,] { { 0, 1, 2 }, { 3, 4, 5 } }), [Identity, Identity], featureNames: ["a", "b", "c"]);

    public static TheoryData<int[]> Selections => [Array.Empty<int>(), new[] { 3 }, new[] { -1 }, new[] { 1, 1 }];

    [Theory]
    [MemberData(nameof(Selections))]
    public void Selection_OfNoOrWrongFeatures_IsRefused(int[] features)
    {
        Assert.Throws<ArgumentException>(() => Model.Marginal(features));
        Assert.Throws<ArgumentException>(() => Model.Conditional(features, new double[features.Length]));
    }

    [Fact]
    public void Conditional_NeedsAValueAFeatureAndAFeatureLeft()
    {
        Assert.Contains("2 values for 1 of 3", Assert.Throws<ArgumentException>(() => Model.Conditional([0], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Model.Conditional([0, 1, 2], [1, 2, 3]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Conditional_OnAValueThatIsNotFinite_IsRefused(double value) =>
        Assert.ThrowsAny<Exception>(() => Model.Conditional([0], [value]));

    [Fact]
    public void Parts_KeepTheirNames()
    {
        Assert.Equal(["c", "a"], Model.Marginal(2, 0).FeatureNames);
        Assert.Equal(["b"], Model.Conditional([0, 2], [0, 0]).FeatureNames);
    }

    [Fact]
    public void Create_RefusesWhatIsNoMixture()
    {
        RowMatrix means = RowMatrix.Copy(new double[,] { { 0, 1, 2 } });
        string Refusal(double[] weights, RowMatrix mean, RowMatrix[] covariances, CovarianceStructure? structure = null) =>
            Assert.Throws<DataException>(() => GaussianMixture.Create(weights, mean, covariances, structure)).Message;
        RowMatrix With(int i, int j, double value)
        {
            var array = Identity.ToArray();
            array[i, j] = value;
            return RowMatrix.Copy(array);
        }

        Assert.Contains("sum to 0.9", Refusal([0.9], means, [Identity]), StringComparison.Ordinal);
        Assert.Contains("weight of component 0 is NaN", Refusal([double.NaN], means, [Identity]), StringComparison.Ordinal);
        Assert.Contains("0 weights", Refusal([], means, [Identity]), StringComparison.Ordinal);
        Assert.Contains("mean of component 0 is NaN in feature 1", Refusal([1], RowMatrix.Copy(new[,] { { 0, double.NaN, 2 } }), [Identity]), StringComparison.Ordinal);
        Assert.Contains("not symmetric", Refusal([1], means, [With(0, 1, 0.1)]), StringComparison.Ordinal);
        Assert.Contains("not positive definite", Refusal([1], means, [With(2, 2, 0)]), StringComparison.Ordinal);
        Assert.Contains("must be finite", Refusal([1], means, [With(2, 2, double.NaN)]), StringComparison.Ordinal);
        Assert.Contains("not spherical", Refusal([1], means, [With(2, 2, 2)], CovarianceStructure.Spherical), StringComparison.Ordinal);
    }

    [Fact]
    public void Covariance_OfAComponentThatThereIsNot_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.CovarianceOf(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.CovarianceOf(-1));
    }

    [Fact]
    public void Fit_OrdersComponentsByFallingWeight()
    {
        var weights = GaussianMixture.Fit(References.ReferenceFile.Rows("iris.csv"), 3).Model.Weights.ToArray();
        Assert.Equal(weights.OrderDescending(), weights);
    }
}
