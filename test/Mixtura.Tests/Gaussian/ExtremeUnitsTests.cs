using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian;

/// <summary>Units in which the product of two variances is no double.</summary>
public class ExtremeUnitsTests
{
    private static readonly GaussianMixtureOptions Few = new() { Restarts = 2 };

    /// <summary>Scaling by s moves the log density of every row by −D log s, and nothing else.</summary>
    [Theory]
    [InlineData(332)]
    [InlineData(-332)]
    [InlineData(450)]
    [InlineData(-450)]
    public void Scale_ChangesNothingElse(int exponent)
    {
        double scale = Math.Pow(2, exponent);
        var data = Shapes.Of("a plane");
        double plain = GaussianMixture.Fit(data.Source, 2, Few).LowerBound;
        double scaled = GaussianMixture.Fit(data.Map((x, _) => x * scale).Source, 2, Few).LowerBound;
        Agree.Relatively(plain - (2 * data.TotalWeight * Math.Log(scale)), scaled, 1e-9, "bound");
    }

    [Theory]
    [InlineData(1e-100)]
    [InlineData(1e100)]
    public void CollinearFeatures_AreFoundInAnyUnit(double scale)
    {
        var rows = new RowMatrix((double[])[0, 1, 1, 3, 2, 5, 3, 7, 4, 9, 7, 15], 2);
        double[] values = Array.ConvertAll(rows.Values.ToArray(), value => value * scale);
        var failure = Assert.Throws<InputException>(() => GaussianMixture.Fit(new RowMatrix(values, 2), 1));
        Assert.Contains("linear combination", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesTooSmallToSquare_AreNamedAsThat()
    {
        var data = Shapes.Of("a plane").Map(static (x, _) => x * 1e-160);
        var failure = Assert.Throws<InputException>(() => GaussianMixture.Fit(data.Source, 2, Few));
        Assert.Contains("too small to square", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e170)]
    [InlineData(1e-170)]
    public void GivenCovariance_ThatIsNotOfItsStructure_IsRefusedInAnyUnit(double scale)
    {
        var means = new RowMatrix((double[])[0, 0], 2);
        RowMatrix unequal = new((double[])[scale, 0, 0, 2 * scale], 2);
        RowMatrix skew = new((double[])[2 * scale, scale, 0, 2 * scale], 2);
        Assert.Throws<InputException>(() => GaussianMixture.Create([1], means, [unequal], CovarianceStructure.Spherical));
        Assert.Throws<InputException>(() => GaussianMixture.Create([1], means, [skew]));
        Assert.Equal(2 * scale, GaussianMixture.Create([1], means, [unequal]).CovarianceOf(0)[1, 1], 1e-12 * scale);
    }

    [Fact]
    public void RowFarOut_BelongsToNoComponentOfWeightZero()
    {
        var one = new RowMatrix((double[])[1], 1);
        var model = GaussianMixture.Create([0, 0.5, 0.5], new RowMatrix((double[])[1e199, 10, -10], 1), [one, one, one]);
        Assert.Equal([1], model.Predict(new RowMatrix((double[])[1e200], 1)));
    }
}
