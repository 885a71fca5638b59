using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Gaussian.Missing;

/// <summary>Missing values filled: numbers of an independent program, closed forms, and what draws have on average.</summary>
public class ImputationTests
{
    /// <summary>After ten textbook steps, in numpy.</summary>
    [Fact]
    public void ExpectedValues_AreNumpys()
    {
        var initial = ReferenceFile.Json("missing-iris.json").GetProperty("initial");
        var start = GaussianMixture.Create(
            initial.GetProperty("weights").Numbers(), initial.GetProperty("means").Matrix(), [.. initial.GetProperty("covariances").EnumerateArray().Select(static one => one.Matrix())]);
        var rows = ReferenceFile.Rows("missing-iris.csv");
        var options = new GaussianMixtureOptions { Start = start, Missing = MissingCells.IntegrateOut, Em = new EmOptions { MaxIterations = 10, Tolerance = 0, Acceleration = false } };
        var filled = GaussianMixture.Fit(new MemoryRows(rows), 3, options).Model.Impute(rows);
        Agree.Within(ReferenceFile.Rows("missing-iris-imputed-it10.csv").Values.ToArray(), filled.Values.ToArray(), 1e-8, "imputed values");
    }

    /// <summary>The mean and the deviation of the conditional mixture, which is formed in another way.</summary>
    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    [InlineData("VVE")]
    public void ExpectedValues_AreThoseOfTheConditional(string structure)
    {
        var model = GaussianMixture.Fit(Shapes.Clusters(400, 4, 3, seed: 3).Source, 3, new GaussianMixtureOptions { Covariance = Shapes.Structure(structure), Restarts = 1 }).Model;
        var whole = Shapes.Clusters(40, 4, 3, seed: 4).Rows;
        var gapped = MissingCellTests.WithGaps(whole, 0.4, seed: 5);
        var filled = model.Impute(gapped, out var deviations);
        for (int i = 0; i < whole.Rows; i++)
        {
            int[] known = [.. Enumerable.Range(0, 4).Where(j => !double.IsNaN(gapped[i, j]))];
            int[] free = [.. Enumerable.Range(0, 4).Except(known)];
            if (known.Length is 0 or 4)
            {
                continue;
            }

            var given = model.Conditional(known, [.. known.Select(j => whole[i, j])]);
            Laws.Fits.SameBits(given, model.Conditional(gapped.Row(i)));
            Agree.Exactly(filled.Row(i), model.ConditionalMean(gapped.Row(i)), $"row {i}");
            for (int a = 0; a < free.Length; a++)
            {
                double mean = Enumerable.Range(0, 3).Sum(k => given.Weights.Span[k] * given.Means[k, a]);
                double square = Enumerable.Range(0, 3).Sum(k => given.Weights.Span[k] * (given.VariancesOf(k)[a] + Math.Pow(given.Means[k, a] - mean, 2)));
                Agree.Within(mean, filled[i, free[a]], 1e-9, $"row {i}");
                Agree.Within(Math.Sqrt(square), deviations[i, free[a]], 1e-9, $"deviation in row {i}");
            }

            Assert.All(known, j => Assert.Equal((whole[i, j], 0.0), (filled[i, j], deviations[i, j])));
        }
    }

    /// <summary>A t given a value at distance δ: the Gaussian's regression, its scale stretched by (ν + δ)/(ν + 1), of ν + 1 degrees of freedom (Kotz and Nadarajah 2004).</summary>
    [Fact]
    public void StudentsT_IsTheTextbooks()
    {
        const double Freedom = 5;
        var arrays = new ParameterArray[] { new("weights", [1], 1), new("locations", [1, 2], 1, 2), new("scales", [4, 1.5, 1.5, 1], 1, 2, 2), new("degreesOfFreedom", [Freedom], 1) };
        var model = StudentTMixture.Kind().Create(arrays.ToDictionary(static one => one.Name, StringComparer.Ordinal));
        var filled = model.Impute(RowMatrix.Copy([[7, double.NaN]]), out var deviations);
        double distance = 36 / 4.0;
        double scale = (1 - (1.5 * 1.5 / 4)) * (Freedom + distance) / (Freedom + 1);
        Agree.Within(2 + (1.5 / 4 * 6), filled[0, 1], 1e-12, "expectation");
        Agree.Within(Math.Sqrt(scale * (Freedom + 1) / (Freedom - 1)), deviations[0, 1], 1e-12, "deviation");
    }

    /// <summary>Many draws have the expected mean and deviation, to five standard errors; the covariance of two missing values too.</summary>
    [Theory]
    [InlineData("gaussian")]
    [InlineData("student-t")]
    public void Draws_HaveTheConditionalsMoments(string family)
    {
        const int Draws = 40_000;
        var kind = family == "gaussian" ? GaussianMixture.Kind() : StudentTMixture.Kind(degreesOfFreedom: DegreesOfFreedom.Fixed(12));
        var model = kind.Fit(Shapes.Clusters(400, 3, 2, seed: 6).Source, 2).Model;
        var row = RowMatrix.Copy([[0.5, double.NaN, double.NaN]]);
        var expected = model.Impute(row, out var deviations);
        var many = RowMatrix.Copy([.. Enumerable.Repeat(row.Row(0).ToArray(), Draws)]);
        var drawn = model.ImputeDraw(many, seed: 9);
        for (int j = 1; j < 3; j++)
        {
            double mean = Enumerable.Range(0, Draws).Average(i => drawn[i, j]);
            double deviation = Math.Sqrt(Enumerable.Range(0, Draws).Average(i => Math.Pow(drawn[i, j] - mean, 2)));
            Agree.Within(expected[0, j], mean, 5 * deviations[0, j] / Math.Sqrt(Draws), $"mean of {j}");
            Agree.Relatively(deviations[0, j], deviation, 0.03, $"deviation of {j}");
        }

        Assert.Equal(0.5, drawn[Draws - 1, 0]);
        Agree.Exactly(drawn.Values.Span, model.ImputeDraw(many, seed: 9).Values.Span, "same seed");
    }

    [Fact]
    public void KindThatCannot_SaysSo()
    {
        var model = Mixtura.Bayesian.VariationalGaussianMixture.Fit(Shapes.Clusters(60, 2, 2, seed: 7).Rows, 2).Model;
        Assert.Contains("cannot fill them", Assert.Throws<InputException>(() => model.Impute(RowMatrix.Copy([[1, double.NaN]]))).Message, StringComparison.Ordinal);
    }
}
