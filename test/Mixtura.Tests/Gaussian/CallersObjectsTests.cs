using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Selection;

namespace Mixtura.Tests.Gaussian;

/// <summary>What a caller holds on to changes no model, and null is refused where it is given.</summary>
public class CallersObjectsTests
{
    [Fact]
    public void FeatureNames_AreTheModelsOwn()
    {
        var names = new List<string> { "a", "b" };
        var model = GaussianMixture.Create([1], new RowMatrix((double[])[0, 0], 2), [new RowMatrix((double[])[1, 0, 0, 1], 2)], null, names);
        var rows = new MemoryRows(new RowMatrix((double[])[0, 0], 2), null, names);
        names[0] = "changed";
        names.Add("c");
        Assert.Equal(["a", "b"], model.FeatureNames);
        Assert.Equal(["a", "b"], rows.FeatureNames);
        Assert.IsNotType<string[]>(model.FeatureNames);
    }

    [Fact]
    public void NumbersOfAPrior_AreTheOptionsOwn()
    {
        double[] mean = [1, 2];
        var options = new VariationalOptions { Mean = mean, WeightConcentrations = mean };
        mean[0] = 7;
        Assert.Equal([1, 2], options.Mean);
        Assert.Equal([1, 2], options.WeightConcentrations);
    }

    [Fact]
    public void Null_IsRefusedWhereItIsGiven()
    {
        Assert.Throws<ArgumentNullException>(() => new GaussianMixtureOptions { Covariance = null! });
        Assert.Throws<ArgumentNullException>(() => new GaussianMixtureOptions { Initialization = null! });
        Assert.Throws<ArgumentNullException>(() => new GaussianMixtureOptions { Em = null! });
        Assert.Throws<ArgumentNullException>(() => new VariationalOptions { Covariance = null! });
        Assert.Throws<ArgumentNullException>(() => new VariationalOptions { Initialization = null! });
        Assert.Throws<ArgumentNullException>(() => new VariationalOptions { Em = null! });
        Assert.Throws<ArgumentNullException>(() => new SelectionOptions { Fit = null! });
        Assert.Throws<ArgumentNullException>(() => RowMatrix.Copy((double[][])[[1, 2], null!]));
        Assert.Throws<ArgumentNullException>(() => RowMatrix.Copy((double[][])[null!, [1, 2]]));
    }
}
