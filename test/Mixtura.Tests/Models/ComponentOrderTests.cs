using Mixtura.Data;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Models;

public class ComponentOrderTests
{
    private static readonly RowMatrix Iris = ReferenceFile.Rows("iris.csv");

    public static TheoryData<string> Kinds => ["gaussian", "tied", "student-t", "noise"];

    /// <summary>Another order is the same mixture: means rise, densities stay, responsibilities move with their components.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void ByMean_MeansRiseAndTheMixtureStays(string name)
    {
        var kind = Of(name);
        for (int feature = 0; feature < 4; feature++)
        {
            var byWeight = kind.Fit(Iris, 3, new MixtureOptions { Restarts = 2 });
            var byMean = kind.Fit(Iris, 3, new MixtureOptions { Restarts = 2, Order = ComponentOrder.ByMeanOf(feature) });
            double[] means = [.. Enumerable.Range(0, 3).Select(k => byMean.Model.MomentsOf(k).Means[feature])];
            Assert.Equal(means.Order(), means);
            Assert.Equal(byWeight.Model.Weights.Order(), byMean.Model.Weights.Order());
            Agree.Within(byWeight.Model.LogDensity(Iris), byMean.Model.LogDensity(Iris), 1e-11, "log densities");
            Agree.Relatively(byWeight.LowerBound, byMean.LowerBound, 1e-13, "bound");
        }
    }

    [Fact]
    public void Kept_IsTheOrderOfTheStart()
    {
        var fit = GaussianMixture.Fit(Iris, 3, new GaussianMixtureOptions { Restarts = 2 }).Model;
        var turned = GaussianMixture.Create([.. fit.Weights.Reverse()], RowMatrix.Copy([.. Enumerable.Range(0, 3).Reverse().Select(k => fit.Means.Row(k).ToArray())]), [.. Enumerable.Range(0, 3).Reverse().Select(fit.CovarianceOf)], fit.Covariance);
        var again = GaussianMixture.Fit(Iris, 3, new GaussianMixtureOptions { Start = turned, Order = ComponentOrder.Kept }).Model;
        Agree.Within(turned.Weights.Span, again.Weights.Span, 1e-6, "weights");
        Assert.Equal(fit.Predict(Iris), Array.ConvertAll(again.Predict(Iris), static k => 2 - k));
    }

    [Fact]
    public void FeatureThatThereIsNot_IsRefused() => Assert.Contains(
        "there are 4 features", Assert.Throws<InputException>(() => GaussianMixture.Fit(Iris, 2, new GaussianMixtureOptions { Order = ComponentOrder.ByMeanOf(4) })).Message, StringComparison.Ordinal);

    private static ComponentKind Of(string name) => name switch
    {
        "gaussian" => GaussianMixture.Kind(),
        "tied" => GaussianMixture.Kind(CovarianceStructure.Tied),
        "student-t" => StudentTMixture.Kind(),
        _ => GaussianMixture.Kind().WithNoise(),
    };
}
