using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>Statistics are plain sums: parts add up to the whole, and travel as numbers.</summary>
public class StatisticsLaws
{
    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void MergedParts_EqualTheWhole(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        var model = Model(data, structure);
        ILatentVariableModel<GaussianParameters, GaussianStatistics> family = GaussianMixture.Estimation;
        var (whole, bound) = Expect(family, model, data, 0, data.Rows.Rows);
        int cut = data.Rows.Rows / 3;
        var (first, firstBound) = Expect(family, model, data, 0, cut);
        var (second, secondBound) = Expect(family, model, data, cut, data.Rows.Rows);
        first.Merge(second);
        Agree.Within(bound, firstBound + secondBound, 1e-12 * (Math.Abs(bound) + data.TotalWeight), "bound");
        Agree.Parameters(Maximized(family, model, whole), Maximized(family, model, first), shape == "offset 1e8" ? 1e-7 : 1e-10);
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void Statistics_TravelAsNumbers(string structure)
    {
        var data = Shapes.Of("a plane");
        var model = Model(data, structure);
        ILatentVariableModel<GaussianParameters, GaussianStatistics> family = GaussianMixture.Estimation;
        var (sent, _) = Expect(family, model, data, 0, data.Rows.Rows);
        var numbers = new double[sent.Length];
        sent.CopyTo(numbers);
        var received = family.CreateStatistics(model);
        received.CopyFrom(numbers);
        var again = new double[received.Length];
        received.CopyTo(again);
        Agree.Exactly(numbers, again, "statistics");
        received.Clear();
        received.CopyTo(again);
        Assert.All(again, static sum => Assert.Equal(0, sum));
    }

    [Fact]
    public void StatisticsAboutOtherMeans_AreNotMerged()
    {
        var data = Shapes.Of("a plane");
        ILatentVariableModel<GaussianParameters, GaussianStatistics> family = GaussianMixture.Estimation;
        var (one, _) = Expect(family, Model(data, "full"), data, 0, 10);
        var (other, _) = Expect(family, Model(data, "full"), data, 10, 20);
        var exception = Assert.Throws<InvalidOperationException>(() => one.Merge(other));
        Assert.Contains("different means", exception.Message, StringComparison.Ordinal);
    }

    private static GaussianParameters Model(DataSet data, string structure) =>
        Fits.Run(data, structure, new() { Restarts = 1, Em = new EmOptions { MaxIterations = 2 } }).Model.Parameters;

    private static (GaussianStatistics Statistics, double Bound) Expect(
        ILatentVariableModel<GaussianParameters, GaussianStatistics> family, GaussianParameters model, DataSet data, int from, int to)
    {
        var statistics = family.CreateStatistics(model);
        using var reader = data.Source.Open();
        reader.MoveTo(from);
        Assert.True(reader.Read(to - from, out var block));
        return (statistics, family.Expect(model, block, statistics));
    }

    private static MixtureParameters Maximized(
        ILatentVariableModel<GaussianParameters, GaussianStatistics> family, GaussianParameters model, GaussianStatistics statistics) =>
        MixtureParameters.Of(new GaussianMixture(family.Maximize(model, statistics), []));
}
