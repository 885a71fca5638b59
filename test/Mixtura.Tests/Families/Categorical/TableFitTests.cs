using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;
using Mixtura.Storage;

namespace Mixtura.Tests.Families.Categorical;

/// <summary>The statistics of latent class analysis: a table of counts against what a model expects of it.</summary>
public class TableFitTests
{
    /// <remarks>Printed by R's poLCA for these data: D. A. Linzer and J. B. Lewis, Journal of Statistical Software 42(10), 2011, and the package's manual.</remarks>
    [Fact]
    public void CarcinomaWithThreeClasses_HasThePrintedStatistics()
    {
        var (rows, levels) = Questionnaires.Read("lca-carcinoma.csv");
        var fit = Mixture.Fit(new CategoricalFamily(levels), rows, 3);
        Agree.Within(15.26171, fit.Table!.LikelihoodRatio, 1e-4, "G²");
        Agree.Within(20.50336, fit.Table.ChiSquared, 1e-3, "χ²");
        Assert.Equal((128, 118.0, 128 - 1 - 23), (fit.Table.Cells, fit.Table.TotalWeight, fit.Table.DegreesOfFreedom));
        Assert.True(fit.Table.IsSparse);
    }

    /// <summary>Against a walk through all cells, with weights, some of them 0, and rows with gaps, which lie in no cell.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Statistics_AreThoseOfAWalkThroughAllCells(double missing)
    {
        var levels = CategoricalLevels.Numbered(2, 3, 4);
        var drawn = Questionnaires.Draw(levels, 300, 8, missing).Matrix;
        double[] weights = [.. Enumerable.Range(0, 300).Select(static i => 0.5 * (i % 5))];
        var fit = Mixture.Fit(new CategoricalFamily(levels), new MemoryRows(drawn, weights), 2, new MixtureOptions { Missing = MissingCells.IntegrateOut });
        double total = 0, ratio = 0, pearson = 0;
        var cells = new Dictionary<(double, double, double), double>();
        for (int i = 0; i < 300; i++)
        {
            var cell = (drawn[i, 0], drawn[i, 1], drawn[i, 2]);
            if (!double.IsNaN(cell.Item1 + cell.Item2 + cell.Item3))
            {
                cells[cell] = cells.GetValueOrDefault(cell) + weights[i];
                total += weights[i];
            }
        }

        foreach (var cell in from a in Enumerable.Range(0, 2) from b in Enumerable.Range(0, 3) from c in Enumerable.Range(0, 4) select (a, b, c))
        {
            double expected = total * Math.Exp(fit.Model.LogDensity(new RowMatrix(new double[] { cell.a, cell.b, cell.c }, 3))[0]);
            double observed = cells.GetValueOrDefault((cell.a, cell.b, cell.c));
            ratio += observed > 0 ? 2 * observed * Math.Log(observed / expected) : 0;
            pearson += (observed - expected) * (observed - expected) / expected;
        }

        Agree.Within(ratio, fit.Table!.LikelihoodRatio, 1e-8, "G²");
        Agree.Within(pearson, fit.Table.ChiSquared, 1e-8, "χ²");
        Agree.Within(total, fit.Table.TotalWeight, 1e-12, "weight");
    }

    /// <remarks>By R: pchisq(c(3.84, 21), c(1, 12), lower.tail = FALSE).</remarks>
    [Fact]
    public void Probabilities_AreThoseOfTheDistribution()
    {
        Agree.Within(0.05004352, new TableFit(8, 100, 3.84, 0, 1).LikelihoodRatioP, 1e-7, "p");
        Agree.Within(0.05038043, new TableFit(24, 100, 0, 21, 12).ChiSquaredP, 1e-6, "p");
        Assert.True(double.IsNaN(new TableFit(8, 100, 3.84, 0, 0).LikelihoodRatioP));
    }

    [Fact]
    public void OneClass_ForTwoIndependentQuestions_IsPearsonsTest()
    {
        // counts 10, 20, 30, 40: expected 12, 18, 28, 42
        double[] counts = [10, 20, 30, 40];
        var rows = new MemoryRows(new RowMatrix(new double[] { 0, 0, 0, 1, 1, 0, 1, 1 }, 2), counts);
        var fit = Mixture.Fit(new CategoricalFamily(CategoricalLevels.Numbered(2, 2)), rows, 1);
        Agree.Within((4.0 / 12) + (4.0 / 18) + (4.0 / 28) + (4.0 / 42), fit.Table!.ChiSquared, 1e-10, "χ²");
        Assert.Equal(1, fit.Table.DegreesOfFreedom);
        Assert.True(double.IsNaN(fit.EntropyR2));
    }

    [Fact]
    public void CellThatOnlyRowsOfWeight0Have_IsEmpty()
    {
        var rows = new MemoryRows(new RowMatrix(new double[] { 0, 0, 0, 1, 1, 0, 1, 1 }, 2), new double[] { 5, 6, 7, 0 });
        var table = Mixture.Fit(new CategoricalFamily(CategoricalLevels.Numbered(2, 2)), rows, 1).Table!;

        // expected 11 · 12 / 18, 11 · 6 / 18, 7 · 12 / 18, 7 · 6 / 18
        Agree.Within(2 * ((5 * Math.Log(90.0 / 132)) + (6 * Math.Log(108.0 / 66)) + (7 * Math.Log(126.0 / 84))), table.LikelihoodRatio, 1e-10, "G²");
    }

    [Fact]
    public void EntropyR2_Is1WhereEveryRowIsCertain()
    {
        var rows = new MemoryRows(new RowMatrix((double[])[.. Enumerable.Range(0, 60).SelectMany(static i => new double[] { i % 2, i % 2, i % 2 })], 3));
        var fit = Mixture.Fit(new CategoricalFamily(CategoricalLevels.Numbered(2, 2, 2)), rows, 2);
        Agree.Within(1, fit.EntropyR2, 1e-6, "entropy R²");
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void MoreParametersThanTheTableTells_AreSaid(int components, bool said)
    {
        var levels = CategoricalLevels.Numbered(2, 2);
        var fit = Mixture.Fit(new CategoricalFamily(levels), Questionnaires.Draw(levels, 200, 2), components);
        Assert.Equal(said, fit.Warnings.Any(static warning => warning.Contains("5 parameters, but the 4 cells of the table of their levels tell 3", StringComparison.Ordinal)));
    }

    [Fact]
    public void MoreParametersThanRows_AreSaid()
    {
        var levels = CategoricalLevels.Numbered(4, 4, 4, 4);
        var fit = Mixture.Fit(new CategoricalFamily(levels), Questionnaires.Draw(levels, 20, 2), 2);
        Assert.Contains(fit.Warnings, static warning => warning.Contains("25 parameters, but there are 20 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void FeatureWithALevelForEveryRow_IsSaid()
    {
        var levels = CategoricalLevels.Numbered(30, 2);
        var rows = new MemoryRows(new RowMatrix((double[])[.. Enumerable.Range(0, 60).Select(static i => (double)(i % 2 == 0 ? i / 2 : i % 4 / 2))], 2), featureNames: ["id", "answer"]);
        var fit = Mixture.Fit(new CategoricalFamily(levels), rows, 1);
        Assert.Contains(fit.Warnings, static warning => warning.StartsWith("Feature 'id' has 30 levels in 30 rows", StringComparison.Ordinal));
        Assert.DoesNotContain(fit.Warnings, static warning => warning.Contains("'answer'", StringComparison.Ordinal));
    }

    [Fact]
    public void CountsAndNumbers_HaveNoTable()
    {
        var fit = Mixture.Fit(new PoissonFamily(), new MemoryRows(new RowMatrix(new double[] { 1, 2, 3, 4 }, 1)), 1);
        Assert.Null(fit.Table);
        Assert.Empty(fit.Warnings);

        // more parameters than rows is a matter of every fit, and said by selections
        var wide = Mixture.Fit(new PoissonFamily(), new MemoryRows(new RowMatrix(new double[] { 1, 2, 3, 4, 0, 9, 2, 7 }, 4)), 1);
        Assert.Equal(4, wide.Model.ParameterCount);
        Assert.Empty(wide.Warnings);
    }

    [Fact]
    public void File_KeepsTheStatistics()
    {
        var levels = CategoricalLevels.Numbered(2, 3, 4);
        var fit = Mixture.Fit(new CategoricalFamily(levels, smoothing: 1), Questionnaires.Draw(levels, 100, 3), 2);
        using var file = new MemoryStream();
        ModelFile.Save(fit, file);
        file.Position = 0;
        var record = ModelFile.Load(file).Fit!;
        Assert.Equal(fit.Table, record.Table);
        Assert.Equal(fit.EntropyR2, record.EntropyR2);
        Assert.Equal("dirichlet", record.Prior);
    }
}
