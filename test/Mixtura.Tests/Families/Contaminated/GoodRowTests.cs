using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Contaminated;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;
using Mixtura.Storage;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families.Contaminated;

/// <summary>Good rows and bad ones, told apart.</summary>
public class GoodRowTests
{
    private static readonly RowMatrix Rows = ReferenceFile.Rows("contaminated.csv");

    private static readonly MixtureFit Fit = ContaminatedMixture.Kind().Fit(Rows, 2);

    /// <summary>v = αN(x; μ, Σ) / f(x), from the Gaussians by themselves.</summary>
    [Fact]
    public void GoodProbability_IsThatOfTheFormula()
    {
        var arrays = Fit.Model.ParameterArrays.ToDictionary(static array => array.Name);
        var narrow = Gaussians(arrays, [1, 1]);
        var wide = Gaussians(arrays, [.. arrays["inflations"].Values]);
        double[] good = Fit.Model.GoodProbability(Rows);
        int[] components = Fit.Model.Predict(Rows);
        for (int i = 0; i < Rows.Rows; i++)
        {
            int k = components[i];
            double share = arrays["goodShares"].Values[k];
            double of = share * Math.Exp(narrow[k].LogDensity(Rows.Row(i)));
            double all = of + ((1 - share) * Math.Exp(wide[k].LogDensity(Rows.Row(i))));
            Agree.Within(of / all, good[i], 1e-12, $"row {i}");
            Agree.Within(Math.Log(all), Component(k).LogDensity(Rows.Row(i)), 1e-11, $"log density of row {i}");
        }

        Mixture Component(int k) => ContaminatedMixture.Kind().Create(arrays.Values.Select(array => array.Name == "weights"
            ? new ParameterArray("weights", [1], 1)
            : new ParameterArray(array.Name, [.. array.Values.Skip(k * array.Values.Count / 2).Take(array.Values.Count / 2)], [1, .. array.Shape.Skip(1)])).ToDictionary(static array => array.Name));
    }

    /// <remarks>Every start collapses on such a row: it becomes a bad one, and the others are as without it.</remarks>
    [Theory]
    [InlineData(1e3, 3)]
    [InlineData(1e6, 2)]
    [InlineData(1e6, 3)]
    [InlineData(-1e8, 3)]
    public void RowFarOut_IsBadAndSpoilsNothing(double value, int components)
    {
        double[][] centres = [[0, 0], [5, 5], [-4, 6]];
        var random = new RandomSource(7, 0);
        double[][] rows = [.. Enumerable.Range(0, 300).Select(i => (double[])[centres[i % components][0] + random.NextGaussian(), centres[i % components][1] + (0.7 * random.NextGaussian())]), [value, 3]];
        var fit = ContaminatedMixture.Kind().Fit(RowMatrix.Copy(rows), components);
        Assert.Null(fit.Degeneracy);
        Assert.True(fit.Model.GoodProbability(RowMatrix.Copy([rows[^1]]))[0] < 1e-6);
        var found = fit.Model.ParameterArrays.Single(static array => array.Name == "means");
        foreach (double[] centre in centres[..components])
        {
            Assert.Contains(Enumerable.Range(0, components), k => Math.Abs(found.Values[2 * k] - centre[0]) < 0.5 && Math.Abs(found.Values[(2 * k) + 1] - centre[1]) < 0.5);
        }
    }

    /// <remarks>Without the far rows the second feature is 0 in every row: that is no error of data that have them.</remarks>
    [Fact]
    public void RowsThatCannotBeFittedAlone_AreNoError()
    {
        double[][] rows = [.. Enumerable.Range(0, 200).Select(static i => (double[])[(i % 2 * 8) + Math.Sin(i), i == 7 ? 1e6 : 0, Math.Cos(3 * i)])];
        var fit = ContaminatedMixture.Kind().Fit(RowMatrix.Copy(rows), 2);
        Assert.NotEmpty(fit.Restarts);
    }

    [Fact]
    public void FarRow_HasTheSameBitsOnAnyThreads()
    {
        var random = new RandomSource(7, 0);
        var rows = RowMatrix.Copy([.. Enumerable.Range(0, 200).Select(i => (double[])[(i % 3 * 6) + random.NextGaussian(), random.NextGaussian()]), [1e7, 3]]);
        double[][] bounds = [.. ((int[])[1, 3]).Select(threads => (double[])[.. ContaminatedMixture.Kind().Fit(rows, 3, new MixtureOptions { Em = new EmOptions { Threads = threads } }).Restarts.Select(static one => one.LowerBound)])];
        Assert.Equal(bounds[0], bounds[1]);
    }

    [Fact]
    public void BadRows_AreCounted_AndStored()
    {
        var reference = ReferenceFile.Json("contaminated.json").GetProperty("fits").GetProperty("full").EnumerateArray().Last();
        double[] good = Fit.Model.GoodProbability(Rows);
        Assert.Equal(reference.Integer("bad_rows"), good.Count(static one => one < 0.5));
        Assert.Equal(reference.Integer("bad_rows"), Fit.Score.BadRows);
        Assert.Equal(Fit.Score.BadRows / 240, Fit.Score.BadShare);
        using var stream = new MemoryStream();
        ModelFile.Save(Fit, stream);
        stream.Position = 0;
        var stored = ModelFile.Load(stream);
        Assert.Equal(Fit.Score.BadRows, stored.Fit!.BadRows);
        Assert.Equal(Fit.Score.BadShare, stored.Fit.BadShare);
        Assert.Equal(CovarianceStructure.Full, ContaminatedMixture.StructureOf(stored.Model));

        // a weight counts so many rows
        double[] weights = [.. Enumerable.Range(0, 240).Select(static i => (double)(i % 3))];
        double expected = Enumerable.Range(0, 240).Where(i => good[i] < 0.5).Sum(i => weights[i]);
        Assert.Equal(expected, Fit.Model.Score(Rows, weights).BadRows);
    }

    [Fact]
    public void MissingCells_AreLeftOut()
    {
        var gapped = RowMatrix.Copy([[double.NaN, 9], [double.NaN, double.NaN]]);
        Assert.All(Fit.Model.GoodProbability(gapped), static one => Assert.True(double.IsNaN(one)));
        double[] good = Fit.Model.GoodProbability(gapped, MissingCells.IntegrateOut);
        Agree.Within(Fit.Model.Marginal(1).GoodProbability(RowMatrix.Copy([[9.0]]))[0], good[0], 1e-12, "of what is observed");
        Agree.Within(Fit.Model.ParameterArrays.Single(static array => array.Name == "goodShares").Values[0], good[1], 1e-12, "of nothing observed");
    }

    [Fact]
    public void RowsOfNoise_AreNeither()
    {
        var noisy = ContaminatedMixture.Kind().WithNoise().Fit(Rows, 2);
        double[] good = noisy.Model.GoodProbability(Rows);
        int[] labels = noisy.Model.Predict(Rows);
        Assert.Equal(labels.Select(static label => label < 0), good.Select(double.IsNaN));
        Assert.Equal(good.Count(static one => one < 0.5), noisy.Score.BadRows);
        Assert.True(noisy.Model.TellsGoodRows);
    }

    [Fact]
    public void OtherKinds_TellNone()
    {
        var gaussian = GaussianMixture.Fit(Rows, 2);
        Assert.False(gaussian.Model.TellsGoodRows);
        Assert.True(double.IsNaN(gaussian.Score.BadRows) && double.IsNaN(gaussian.Score.BadShare));
        Assert.Contains("'gaussian' tell no good rows", Assert.Throws<InvalidOperationException>(() => gaussian.Model.GoodProbability(Rows)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ContaminatedMixture.StructureOf(gaussian.Model));
    }

    [Fact]
    public void Moments_AreThoseOfAllRows()
    {
        var model = ContaminatedMixture.Kind().Create(new Dictionary<string, ParameterArray>(StringComparer.Ordinal)
        {
            ["weights"] = new("weights", [1], 1),
            ["means"] = new("means", [3], 1, 1),
            ["covariances"] = new("covariances", [4], 1, 1, 1),
            ["goodShares"] = new("goodShares", [0.75], 1),
            ["inflations"] = new("inflations", [9], 1),
        });
        var (means, deviations) = model.MomentsOf(0);
        Assert.Equal([3], means);
        Agree.Within(Math.Sqrt(3 * 4), deviations[0], 1e-14, "deviation");
        var drawn = model.Sample(100_000, 1, out _);
        Agree.Within(12, Enumerable.Range(0, drawn.Rows).Average(i => Math.Pow(drawn[i, 0] - 3, 2)), 0.3, "variance of rows drawn");
    }

    [Theory]
    [InlineData("goodShares", 0.4, "share of good rows of component 0 is 0.4")]
    [InlineData("goodShares", 1.1, "share of good rows of component 0 is 1.1")]
    [InlineData("inflations", 0.9, "inflation of component 0 is 0.9")]
    [InlineData("inflations", double.PositiveInfinity, "inflation of component 0 is Infinity")]
    public void BadParameters_AreNamedWithTheValueFound(string name, double value, string expected)
    {
        var arrays = Fit.Model.ParameterArrays.ToDictionary(static array => array.Name);
        arrays[name] = new ParameterArray(name, [value, 1], 2);
        Assert.Contains(expected, Assert.Throws<InputException>(() => ContaminatedMixture.Kind().Create(arrays)).Message, StringComparison.Ordinal);
        arrays.Remove(name);
        Assert.Contains($"'{name}' is missing among", Assert.Throws<InputException>(() => ContaminatedMixture.Kind().Create(arrays)).Message, StringComparison.Ordinal);
    }

    private static GaussianMixture[] Gaussians(Dictionary<string, ParameterArray> arrays, double[] widths) => [.. Enumerable.Range(0, 2).Select(k => GaussianMixture.Create(
        [1], new RowMatrix(arrays["means"].Values.Skip(2 * k).Take(2).ToArray(), 2),
        [new RowMatrix(arrays["covariances"].Values.Skip(4 * k).Take(4).Select(value => value * widths[k]).ToArray(), 2)]))];
}
