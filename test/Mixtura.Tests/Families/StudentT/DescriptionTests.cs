using Mixtura.Data;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.StudentT;

/// <summary>Parameters by name and back, and mixtures put together from others.</summary>
public class DescriptionTests
{
    public static TheoryData<string> Structures => [.. CovarianceStructure.All.Select(static structure => structure.Name)];

    [Theory]
    [MemberData(nameof(Structures))]
    public void DescribedAndCreated_HasTheSameBits(string structure)
    {
        foreach (string degrees in (string[])["estimated", "shared", "fixed"])
        {
            var data = Shapes.Of("twelve features");
            var family = Mixed.Family(structure, degrees);
            var model = Mixed.Plain(family, Mixed.Start(family, data), data.Source, 5).Model;
            var again = family.Create(family.Describe(model).ToDictionary(static array => array.Name));
            Mixed.SameBits(model, again);
            Agree.Exactly(Mixed.LogDensity(family, model, data.Rows), Mixed.LogDensity(family, again, data.Rows), "log density");
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void ComposedOfItsOwnComponents_IsTheSame(string structure)
    {
        var data = Shapes.Of("a plane");
        var family = Mixed.Family(structure);
        var model = Mixed.Plain(family, Mixed.Start(family, data), data.Source, 5).Model;
        var again = family.Compose(FamilyRuns.Parts(family, model));
        Mixed.SameBits(model, again);
        Agree.Within(model.Gaussians.Counts, again.Gaussians.Counts, 1e-9, "counts");

        ComponentOf<StudentTParameters>[] turned = [new(model, 2, .2), new(model, 0, .8)];
        var two = family.Compose(turned);
        Assert.Equal(2, family.ComponentCount(two));
        Agree.Within([.2, .8], family.WeightsOf(two), 0, "weights");
        Agree.Exactly(model.Gaussians.Mean(2), two.Gaussians.Mean(0), "location");
        Assert.Equal(model.DegreesOfFreedom[2], two.DegreesOfFreedom[0]);
        Assert.Null(family.FindDegeneracy(two));
    }

    [Fact]
    public void WhatIsShared_BecomesTheAverage()
    {
        var model = StudentTParameters.Of(GaussianParameters.From(CovarianceStructure.Full, 1, [.5, .5], [0, 1], [1, 3]), [4, 9]);
        var composed = Mixed.Family("tied", "shared").Compose([new(model, 0, .5), new(model, 1, .5)]);
        Agree.Relatively(2, composed.Gaussians.Covariances[0], 1e-15, "scale");
        Agree.Within([6, 6], composed.DegreesOfFreedom, 1e-14, "degrees of freedom");
        Agree.Within([4, 4], Mixed.Family("tied", "fixed").Compose([new(model, 0, .5), new(model, 1, .5)]).DegreesOfFreedom, 0, "fixed");
    }

    [Theory]
    [InlineData("estimated", 2)]
    [InlineData("shared", 1)]
    [InlineData("fixed", 0)]
    public void ParameterCount_HasTheDegreesOfFreedom(string degrees, int own)
    {
        var data = Shapes.Of("weighted");
        var family = Mixed.Family("full", degrees);
        Assert.Equal(1 + 6 + 12 + own, family.ParameterCount(Mixed.Start(family, data)));
        Assert.Equal(own, family.TangentLength(Mixed.Start(family, data)) - (2 * (1 + 3 + 6)));
    }

    [Fact]
    public void Pooled_DescribesAllRows_EvenWithoutVariance()
    {
        var data = new DataSet(RowMatrix.Copy([[1, 2, 5], [2, 4, 5], [3, 6, 5], [5, 10, 5]]), null, 2);
        foreach (var structure in CovarianceStructure.All)
        {
            var pooled = new StudentTFamily(structure, DegreesOfFreedom.Estimated).Pooled(DataSummary.Of(data.Source), 2);
            Assert.Null(Mixed.Family("full").FindDegeneracy(pooled));
            Agree.Within([2.75, 5.5, 5, 2.75, 5.5, 5], pooled.Gaussians.Means, 1e-15, structure.Name);
        }
    }

    [Theory]
    [InlineData("weights", "missing")]
    [InlineData("locations", "missing")]
    [InlineData("scales", "missing")]
    [InlineData("degreesOfFreedom", "missing")]
    public void MissingParameter_IsNamed(string name, string expected)
    {
        var parameters = Good();
        parameters.Remove(name);
        Assert.Contains($"'{name}' is {expected}", Refused(parameters), StringComparison.Ordinal);
    }

    [Fact]
    public void BadParameters_AreNamedWithTheValueFound()
    {
        Assert.Contains("degrees of freedom of component 1 are 0", Refused(Good(new ParameterArray("degreesOfFreedom", [3, 0], 2))), StringComparison.Ordinal);
        Assert.Contains("degrees of freedom of component 0 are NaN", Refused(Good(new ParameterArray("degreesOfFreedom", [double.NaN, 1], 2))), StringComparison.Ordinal);
        Assert.Contains("'degreesOfFreedom' is 3 where 2 is needed", Refused(Good(new ParameterArray("degreesOfFreedom", [1, 2, 3], 3))), StringComparison.Ordinal);
        Assert.Contains("scale of component 1 is not positive definite", Refused(Good(new ParameterArray("scales", [1, -1], 2, 1, 1))), StringComparison.Ordinal);
        Assert.Contains("location of component 0 is Infinity", Refused(Good(new ParameterArray("locations", [double.PositiveInfinity, 1], 2, 1))), StringComparison.Ordinal);
        Assert.Contains("weights sum to 1.5", Refused(Good(new ParameterArray("weights", [1, .5], 2))), StringComparison.Ordinal);
        Assert.Contains("'locations' has 1 lengths", Refused(Good(new ParameterArray("locations", [1, 2], 2))), StringComparison.Ordinal);
        Assert.Contains("where all have 3", Refused(Good(), "shared"), StringComparison.Ordinal);
        Assert.Contains("where all have 4", Refused(Good(), "fixed"), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => DegreesOfFreedom.Fixed(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => DegreesOfFreedom.Fixed(double.PositiveInfinity));
    }

    private static string Refused(Dictionary<string, ParameterArray> parameters, string degrees = "estimated") =>
        Assert.Throws<InputException>(() => Mixed.Family("full", degrees).Create(parameters)).Message;

    private static Dictionary<string, ParameterArray> Good(ParameterArray? other = null)
    {
        ParameterArray[] arrays = [new("weights", [.5, .5], 2), new("locations", [0, 1], 2, 1), new("scales", [1, 2], 2, 1, 1), new("degreesOfFreedom", [3, 5], 2)];
        var result = arrays.ToDictionary(static array => array.Name);
        if (other is not null)
        {
            result[other.Name] = other;
        }

        return result;
    }
}
