using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.Poisson;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Storage;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families.Columns;

/// <summary>Columns of different kinds against numbers of an independent program, and against their parts.</summary>
public class MixedColumnsTests
{
    /// <remarks>The program leaves a row out of the M-step of a number that it lacks, where here the expected value takes its place: other steps to the same optimum.</remarks>
    [Theory]
    [InlineData("mixed-columns", false)]
    [InlineData("mixed-columns-missing", true)]
    public void PlainEm_TakesTheSameSteps(string name, bool hasGaps)
    {
        var table = new MixedTable(name);
        var start = table.At(table.Trajectory[0]);
        foreach (var point in hasGaps ? [table.Trajectory[0], table.Trajectory[^1]] : table.Trajectory)
        {
            int iterations = point.Integer("iteration");
            var model = iterations == 0 ? start : table.Kind.Fit(table.Rows, start.Components, Textbook(start, iterations)).Model;
            string at = $"iteration {iterations}: ";
            Agree.Within(point.Number("log_likelihood"), model.Score(table.Rows, MissingCells.IntegrateOut).LogLikelihood, 1e-8, at + "log likelihood");
            Compare(table.At(point), model, at);
        }
    }

    [Theory]
    [InlineData("mixed-columns")]
    [InlineData("mixed-columns-missing")]
    public void DefaultFit_IsNoWorseThanTheKnownOptimum_WhateverTheSeed(string name)
    {
        var table = new MixedTable(name);
        double known = table.Trajectory[^1].Number("log_likelihood");
        int components = table.At(table.Trajectory[^1]).Components;
        for (ulong seed = 0; seed < 10; seed++)
        {
            var fit = table.Kind.Fit(table.Rows, components, new MixtureOptions { Seed = seed, Missing = MissingCells.IntegrateOut });
            Assert.True(fit.Score.LogLikelihood >= known - 1e-6, $"seed {seed}: {fit.Score.LogLikelihood} where {known} is known");
            Assert.True(fit.Converged && fit.Degeneracy is null, $"seed {seed}: {fit.StopReason}");
        }
    }

    [Theory]
    [InlineData("mixed-columns")]
    [InlineData("mixed-columns-missing")]
    public void ParameterCount_IsTheKnownOne(string name)
    {
        var table = new MixedTable(name);
        Assert.Equal(ReferenceFile.Json(name + ".json").Integer("parameters"), table.At(table.Trajectory[0]).ParameterCount);
    }

    [Fact]
    public void OneComponent_IsTheSumOfItsParts()
    {
        var all = new MixedUnderLaws();
        double mixed = all.Kind.Fit(all.Rows, 1).Score.LogLikelihood;
        double levels = ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(4))).Fit(Select(all.Rows, 1), 1).Score.LogLikelihood;
        double counts = ComponentKind.Of(new PoissonFamily()).Fit(Select(all.Rows, 2), 1).Score.LogLikelihood;
        double numbers = GaussianMixture.Fit(Select(all.Rows, 3, 0), 1).Score.LogLikelihood;
        Agree.Within(levels + counts + numbers, mixed, 1e-8, "log likelihood");
    }

    /// <summary>A Gaussian mixture by itself may leave out what is 46 nats below another component; where a category rules that one out, it is all there is.</summary>
    [Fact]
    public void ComponentFarBelowInNumbers_CountsWhereACategoryDecides()
    {
        const int components = 40;
        double[] means = [.. Enumerable.Range(0, components * 8).Select(static i => (double)(20 * (i / 8)))];
        double[] covariance = [.. Enumerable.Range(0, 64).Select(static i => i / 8 == i % 8 ? 1.0 : 0)];
        ParameterArray[] arrays =
        [
            new("weights", Enumerable.Repeat(1.0 / components, components).ToArray(), components),
            new("probabilities[0]", [.. Enumerable.Range(0, components).SelectMany(static k => k == 0 ? new[] { 0.0, 1.0 } : [1.0, 0.0])], components, 2),
            new("means", means, components, 8), new("covariances", [.. Enumerable.Repeat(covariance, components).SelectMany(static one => one)], components, 8, 8),
        ];
        var kind = ColumnsMixture.Kind(ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(2))), 0), ColumnsPart.Gaussian(Enumerable.Range(1, 8)));
        var mixture = kind.Create(arrays.ToDictionary(static array => array.Name, StringComparer.Ordinal));
        double[] row = [1, .. Enumerable.Repeat(60.0, 8)];
        double expected = Math.Log(1.0 / components) - (4 * Math.Log(2 * Math.PI)) - (0.5 * 8 * 60 * 60);
        foreach (double found in mixture.LogDensity(new RowMatrix(Enumerable.Repeat(row, 64).SelectMany(static one => one).ToArray(), 9)))
        {
            Agree.Relatively(expected, found, 1e-12, "log density");
        }
    }

    [Fact]
    public void Marginal_IsThatOfTheColumns()
    {
        var table = new MixedTable("mixed-columns");
        var model = table.At(table.Trajectory[^1]);
        var rows = table.Rows.Matrix;
        int[] kept = [4, 0, 3];
        double[] gaps = [.. Enumerable.Range(0, rows.Rows * 5).Select(i => kept.Contains(i % 5) ? rows[i / 5, i % 5] : double.NaN)];
        double[] whole = model.LogDensity(new RowMatrix(gaps, 5), MissingCells.IntegrateOut);
        double[] part = model.Marginal(kept).LogDensity(Select(table.Rows, kept).Matrix);
        Agree.Within(whole, part, 1e-11, "log density");
    }

    [Theory]
    [InlineData("EII")]
    [InlineData("EEE")]
    [InlineData("VVV")]
    public void File_KeepsTheBits_WithAnyStructure(string structure)
    {
        var all = new MixedUnderLaws();
        var kind = ColumnsMixture.Kind(
            ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(new CategoricalLevels([["1", "α", "c d", "\"x\""]]))), 1), ColumnsPart.Of(ComponentKind.Of(new PoissonFamily()), 2),
            ColumnsPart.Gaussian([3, 0], CovarianceStructure.Find(structure)!));
        var fit = kind.Fit(all.Rows, 3);
        using var file = new MemoryStream();
        ModelFile.Save(fit, file);
        file.Position = 0;
        var loaded = ModelFile.Load(file).Model;
        Agree.Exactly(fit.Model.LogDensity(all.Rows.Matrix), loaded.LogDensity(all.Rows.Matrix), "log density");
        Assert.Equal(fit.Model.LevelsOf(1), loaded.LevelsOf(1));
        Assert.Equal(fit.Model.ParameterCount, loaded.ParameterCount);
        var again = kind.Fit(all.Rows, 3, new MixtureOptions { Start = loaded });
        Assert.True(again.LowerBound >= fit.LowerBound - 1e-6);
    }

    [Fact]
    public void CollapsedNumbers_AreNamedByTheirColumn()
    {
        var all = new MixedUnderLaws();
        double[] values = [.. all.Rows.Matrix.Values.ToArray().Select(static (value, i) => i % 4 == 3 && i / 4 < 200 ? 5 : value)];
        var fit = all.Kind.Fit(new MemoryRows(new RowMatrix(values, 4), featureNames: ["a", "kind", "count", "b"]), 3);
        Assert.True(fit.Degeneracy is null || fit.Degeneracy.Features.All(static feature => feature is 0 or 3), string.Join(" ", fit.Warnings));
    }

    [Fact]
    public void WhatIsWrong_IsNamedByItsColumn()
    {
        var all = new MixedUnderLaws();
        double[] values = all.Rows.Matrix.Values.ToArray();
        (values[41], values[82]) = (9, -1);
        var named = new MemoryRows(new RowMatrix(values, 4), featureNames: ["a", "kind", "count", "b"]);
        Assert.Contains("Row 10, feature 'kind'", Assert.Throws<InputException>(() => all.Kind.Fit(named, 2)).Message, StringComparison.Ordinal);
        values[41] = 1;
        Assert.Contains("Row 20, feature 'count'", Assert.Throws<InputException>(() => all.Kind.Fit(named, 2)).Message, StringComparison.Ordinal);
    }

    /// <summary>A part tells features by its own places; leaps need coordinates of every part.</summary>
    [Fact]
    public void DegenerateFeature_IsTheColumnOfTheWhole()
    {
        var all = new MixedUnderLaws();
        var levels = ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(4))), 1);
        var counts = ColumnsPart.Of(ComponentKind.Of(new PoissonFamily()), 2);
        var numbers = ColumnsPart.Gaussian([3, 0], CovarianceStructure.Diagonal);
        var fit = ColumnsMixture.Kind(levels, counts, numbers).Fit(all.Rows, 2);
        var parameters = fit.Model.ParameterArrays.ToDictionary(static array => array.Name, StringComparer.Ordinal);
        var variances = parameters["variances"];
        parameters["variances"] = new ParameterArray("variances", [1e-14, .. variances.Values.Skip(1)], variances.Shape);
        var guarded = numbers.For(all.Rows, 2, new MixtureOptions(), CancellationToken.None);
        var family = new ColumnsFamily(levels.Unguarded(), counts.Unguarded(), guarded);
        Assert.Equal([3], family.FindDegeneracy(family.Create(parameters))!.Features);
        Assert.NotEqual(0, family.VectorLength(family.Create(parameters)));
        Assert.Equal(0, new ColumnsFamily(levels.Unguarded(), counts.Unguarded(), numbers.Unguarded()).VectorLength(family.Create(parameters)));
    }

    [Fact]
    public void NarrowerStructure_MakesANarrowerKind()
    {
        static ComponentKind With(CovarianceStructure structure) => ColumnsMixture.Kind(ColumnsPart.Of(ComponentKind.Of(new PoissonFamily()), 0), ColumnsPart.Gaussian([1, 2], structure));
        Assert.True(With(CovarianceStructure.Diagonal).IsNarrowerThan(With(CovarianceStructure.Full)));
        Assert.False(With(CovarianceStructure.Full).IsNarrowerThan(With(CovarianceStructure.Diagonal)));
        Assert.False(With(CovarianceStructure.Full).IsNarrowerThan(With(CovarianceStructure.Full)));
        Assert.False(With(CovarianceStructure.Diagonal).IsNarrowerThan(GaussianMixture.Kind()));
    }

    [Fact]
    public void ColumnsTwiceOrMissing_AreErrors()
    {
        Assert.Throws<InputException>(static () => ColumnsMixture.Kind(ColumnsPart.Gaussian([0, 1]), ColumnsPart.Gaussian([1])));
        Assert.Throws<InputException>(static () => ColumnsMixture.Kind(ColumnsPart.Gaussian([0, 2])));
        var all = new MixedUnderLaws();
        Assert.Contains("4 columns", Assert.Throws<InputException>(() => all.Kind.Fit(Select(all.Rows, 0, 1), 2)).Message, StringComparison.Ordinal);
    }

    private static MixtureOptions Textbook(Mixture start, int iterations) => new()
    {
        Start = start,
        Missing = MissingCells.IntegrateOut,
        Em = new EmOptions { Acceleration = false, Tolerance = 0, MaxIterations = iterations },
    };

    private static void Compare(Mixture expected, Mixture actual, string at)
    {
        // equal fits are printed in falling weight
        int[] order = [.. Enumerable.Range(0, expected.Components).OrderByDescending(k => expected.Weights.Span[k])];
        int[] own = [.. Enumerable.Range(0, actual.Components).OrderByDescending(k => actual.Weights.Span[k])];
        for (int k = 0; k < order.Length && at != "iteration 0: "; k++)
        {
            Agree.Within(expected.Weights.Span[order[k]], actual.Weights.Span[own[k]], 1e-8, at + "weight");
            var (means, deviations) = expected.MomentsOf(order[k]);
            var (ownMeans, ownDeviations) = actual.MomentsOf(own[k]);
            Agree.Within(means, ownMeans, 1e-7, at + "means");
            Agree.Within(deviations, ownDeviations, 1e-7, at + "deviations");
        }
    }

    private static MemoryRows Select(MemoryRows rows, params int[] columns) =>
        new(new RowMatrix(Enumerable.Range(0, rows.Matrix.Rows).SelectMany(i => columns.Select(j => rows.Matrix[i, j])).ToArray(), columns.Length));
}
