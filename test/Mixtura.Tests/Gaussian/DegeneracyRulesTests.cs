using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian;

/// <summary>The thresholds that the guide states, from both sides.</summary>
public class DegeneracyRulesTests
{
    [Theory]
    [InlineData("full", 4.5)]
    [InlineData("EVV", 4.5)]
    [InlineData("VEV", 4.5)]
    [InlineData("diagonal", 2.5)]
    [InlineData("spherical", 2.5)]
    [InlineData("VEE", 2.5)]
    public void ComponentOfThreeFeatures_NeedsHalfARowMoreThanItsCovariance(string structure, double needed)
    {
        var parameters = RoundComponents(Shapes.Structure(structure), 3, 1);
        Assert.Null(DegeneracyRules.FindStarving(parameters, [100, needed + 0.01]));
        Assert.Equal(new Degeneracy(DegeneracyKind.TooFewRows, 1, [], needed - 0.01), DegeneracyRules.FindStarving(parameters, [100, needed - 0.01]));
    }

    /// <summary>The corners of a cube have covariance I: a covariance r²I is r times as wide in every direction.</summary>
    [Theory]
    [InlineData("full")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    [InlineData("tied")]
    [InlineData("VEV")]
    public void ComponentNarrowerThanAHundredThousandthOfTheData_HasCollapsed(string structure)
    {
        double[] corners = [.. Enumerable.Range(0, 24).Select(static i => (i / 3 >> (i % 3) & 1) == 0 ? -1.0 : 1)];
        var rules = new DegeneracyRules(DataScale.Of(DataSummary.Of(new MemoryRows(new RowMatrix(corners, 3))), 0));
        Assert.Null(rules.Find(RoundComponents(Shapes.Structure(structure), 3, 1.05e-5)));
        var collapsed = rules.Find(RoundComponents(Shapes.Structure(structure), 3, 0.95e-5));
        Assert.Equal(DegeneracyKind.Collapsed, collapsed?.Kind);
        Agree.Relatively(0.95e-5, collapsed!.Value, 1e-6, "width");
    }

    private static GaussianParameters RoundComponents(CovarianceStructure structure, int features, double deviation)
    {
        var covariance = new double[features * features];
        for (int j = 0; j < features; j++)
        {
            covariance[j * (features + 1)] = deviation * deviation;
        }

        return GaussianParameters.From(structure, features, [0.5, 0.5], new double[2 * features], [.. covariance, .. covariance]);
    }
}
