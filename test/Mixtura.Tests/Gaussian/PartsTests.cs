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

    public static TheoryData<string> Structures => [.. CovarianceStructure.All.Select(static structure => structure.Name)];

    /// <remarks>The marginal of a Gaussian has the matching block of its covariance, whatever the structure of the whole; a conditional is that of the same Gaussians without structure.</remarks>
    [Theory]
    [MemberData(nameof(Structures))]
    public void Parts_AreThoseOfTheGaussians(string structure)
    {
        var rows = References.ReferenceFile.Rows("iris.csv");
        var model = GaussianMixture.Fit(rows, 2, new GaussianMixtureOptions { Covariance = CovarianceStructure.Find(structure)!, Restarts = 2 }).Model;
        var free = GaussianMixture.Create(model.Weights.Span, model.Means, [model.CovarianceOf(0), model.CovarianceOf(1)]);
        int[] features = [3, 1];
        var marginal = model.Marginal(features);
        var conditional = model.Conditional([0, 2], [5.5, 3]);
        var expected = free.Conditional([0, 2], [5.5, 3]);
        Agree.Within(expected.Weights.Span, conditional.Weights.Span, 1e-12, "weights");
        for (int k = 0; k < 2; k++)
        {
            var whole = model.CovarianceOf(k);
            double[] block = [.. from a in features from b in features select whole[a, b]];
            Agree.Within(block, marginal.CovarianceOf(k).Values.Span, 1e-12, $"marginal covariance {k}");
            Agree.Within(expected.CovarianceOf(k).Values.Span, conditional.CovarianceOf(k).Values.Span, 1e-12, $"conditional covariance {k}");
        }
    }

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
            Assert.Throws<InputException>(() => GaussianMixture.Create(weights, mean, covariances, structure)).Message;
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
