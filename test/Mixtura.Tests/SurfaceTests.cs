using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Storage;
using Mixtura.Tests.Generated;
using Mixtura.Tests.IO;

namespace Mixtura.Tests;

/// <summary>What a .NET developer types first, and what comes of what cannot be.</summary>
public class SurfaceTests
{
    internal static readonly double[][] Lines = [.. Enumerable.Range(0, 60).Select(static i => new[] { (i % 2 * 9) + Math.Sin(i), (i % 2 * 9) + Math.Cos(3 * i) })];

    [Fact]
    public void Rows_AreTakenFromWhatHoldsThem()
    {
        var block = new double[60, 2];
        var single = new float[60, 2];
        for (int i = 0; i < 60; i++)
        {
            (block[i, 0], block[i, 1]) = (Lines[i][0], Lines[i][1]);
            (single[i, 0], single[i, 1]) = ((float)Lines[i][0], (float)Lines[i][1]);
        }

        double bound = GaussianMixture.Fit(RowMatrix.Copy(Lines), 2).LowerBound;
        Assert.Equal(bound, GaussianMixture.Fit(block, 2).LowerBound);
        Assert.Equal(bound, GaussianMixture.Fit(Lines, 2).LowerBound);
        Assert.Equal(bound, GaussianMixture.Fit(Lines.Where(static row => row.Length == 2), 2).LowerBound);
        float[][] singles = [.. Lines.Select(static row => new[] { (float)row[0], (float)row[1] })];
        Assert.Equal(GaussianMixture.Fit(single, 2).LowerBound, GaussianMixture.Fit(singles, 2).LowerBound);
        Agree.Within(bound, GaussianMixture.Fit(single, 2).LowerBound, 1e-4, "bound of rows in single precision");
        Assert.Equal(RowMatrix.Copy([[1, 2], [3, 4]]).Values.ToArray(), ((RowMatrix)new double[,] { { 1, 2 }, { 3, 4 } }).Values.ToArray());
    }

    /// <summary>What can be enumerated, in every kind.</summary>
    [Fact]
    public void RowsOfEveryKind_AreTakenFromWhatEnumeratesThem()
    {
        var lines = Lines.Where(static row => row.Length == 2);
        Assert.Equal(StudentTMixture.Fit(RowMatrix.Copy(Lines), 2).LowerBound, StudentTMixture.Fit(lines, 2).LowerBound);
        Assert.Equal(StudentTMixture.Fit(RowMatrix.Copy(Lines), 2).LowerBound, StudentTMixture.Fit(Lines, 2).LowerBound);
        var counts = Lines.Select(static row => new[] { Math.Floor(row[0] + 2) });
        var expected = Mixture.Fit(new PoissonFamily(), RowMatrix.Copy(counts), 2, weights: Enumerable.Repeat(2.0, 60).ToArray());
        Assert.Equal(expected.LowerBound, Mixture.Fit(new PoissonFamily(), counts, 2, weights: Enumerable.Repeat(2.0, 60).ToArray()).LowerBound);
        Assert.Equal(expected.LowerBound, ComponentKind.Of(new PoissonFamily()).Fit(counts, 2, weights: Enumerable.Repeat(2.0, 60).ToArray()).LowerBound);
        Assert.Throws<ArgumentNullException>(static () => StudentTMixture.Fit((IEnumerable<double[]>)null!, 2));
    }

    [Fact]
    public void IntegersTooLargeForSinglePrecision_StayWhole() => Assert.Equal(16777217, RowMatrix.Copy([[16777217]])[0, 0]);

    [Fact]
    public void SourceOfRows_IsScoredAsTheMatrix()
    {
        var data = Shapes.Clusters(5000, 3, 3, seed: 4);
        var model = GaussianMixture.Fit(data.Rows, 3, new GaussianMixtureOptions { Restarts = 1 }).Model;
        foreach (int threads in (int[])[1, 3])
        {
            Assert.Equal(model.Predict(data.Rows), model.Predict(new OwnRows(data.Rows), threads: threads));
            Assert.Equal(model.LogDensity(data.Rows), model.LogDensity(new OwnRows(data.Rows), threads: threads));
            Assert.Equal(model.Responsibilities(data.Rows).Values.ToArray(), model.Responsibilities(new OwnRows(data.Rows), threads: threads).Values.ToArray());
        }
    }

    [Fact]
    public void Model_SavedToAPath_IsLoadedAsWhatItWas()
    {
        using var file = new TemporaryFile("model.json", []);
        var variational = VariationalGaussianMixture.Fit(Lines, 3).Model;
        variational.Save(file.Path);
        Assert.Equal(variational.LogDensity(Lines[7]), ModelFile.Load<VariationalGaussianMixture>(file.Path).LogDensity(Lines[7]));
        Assert.Equal(variational.LogDensity(Lines[7]), ModelFile.Load(file.Path).Model.LogDensity(Lines[7]));
        var fit = GaussianMixture.Fit(Lines, 2);
        fit.Save(file.Path);
        Assert.Equal(fit.LowerBound, ModelFile.Load(file.Path).Fit!.LowerBound);
        Assert.Contains("VariationalGaussianMixture", Assert.Throws<InputException>(() => ModelFile.Load<VariationalGaussianMixture>(file.Path)).Message, StringComparison.Ordinal);
        Assert.Equal([file.Path], Directory.GetFiles(Path.GetDirectoryName(file.Path)!, Path.GetFileName(file.Path) + "*"));
    }

    [Fact]
    public void Parameters_AreReadByIndex()
    {
        var model = GaussianMixture.Fit(Lines, 2).Model;
        Assert.Equal(1, model.Weights[0] + model.Weights[1], 12);
        Assert.Equal(1, model.Weights.Sum(), 12);
        Assert.Equal(model.CovarianceOf(1).Values.ToArray(), model.Covariances[1].Values.ToArray());
        Assert.Equal(2, model.Covariances.Count);
        foreach (var structure in CovarianceStructure.All)
        {
            var other = GaussianMixture.Fit(Lines, 2, new GaussianMixtureOptions { Covariance = structure }).Model;
            for (int k = 0; k < 2; k++)
            {
                var (s, p) = (other.Covariances[k], other.Precisions[k]);
                for (int i = 0; i < 4; i++)
                {
                    double product = (s[i / 2, 0] * p[0, i % 2]) + (s[i / 2, 1] * p[1, i % 2]);
                    Agree.Within(i is 0 or 3 ? 1 : 0, product, 1e-9, $"{structure}: covariance times precision, {i}");
                }
            }
        }

        Assert.Same(CovarianceStructure.Find("VVV"), CovarianceStructure.VVV);
        Assert.Equal(["EEE", "VII", "VVI"], new[] { CovarianceStructure.EEE, CovarianceStructure.VII, CovarianceStructure.VVI }.Select(static one => one.MclustName));
    }

    [Fact]
    public void Seed_IsAnyWholeNumber()
    {
        int seed = 7;
        var options = new GaussianMixtureOptions { Seed = seed };
        Assert.Equal(7UL, options.Seed.Value);
        var model = GaussianMixture.Fit(Lines, 2, options).Model;
        Assert.Equal(model.Sample(5, 7UL).Values.ToArray(), model.Sample(5, seed).Values.ToArray());
        Assert.NotEqual(model.Sample(5, -seed).Values.ToArray(), model.Sample(5, seed).Values.ToArray());
    }

    [Fact]
    public void NumbersOfComponents_AreALeastAndAMost()
    {
        Assert.Equal([1, 2, 3], ModelSelection.Search(Lines, (1, 3), [CovarianceStructure.EEE]).Candidates.Select(static one => one.Components));
        foreach (var wrong in ((int, int)[])[(0, 3), (3, 1), (-1, -1)])
        {
            Assert.Equal("components", Assert.Throws<ArgumentOutOfRangeException>(() => ModelSelection.Search(Lines, wrong)).ParamName);
        }
    }

    [Fact]
    public void WarmStart_CountsWeights()
    {
        var first = GaussianMixture.Fit(Lines, 2).Model;
        double[] weights = [.. Enumerable.Range(0, 60).Select(static i => (double)(i % 3))];
        double[][] repeated = [.. Enumerable.Range(0, 60).SelectMany(i => Enumerable.Repeat(Lines[i], i % 3))];
        var options = new GaussianMixtureOptions { Start = first, Em = new EmOptions { MaxIterations = 3, Tolerance = 0 } };
        Agree.Relatively(GaussianMixture.Fit(repeated, 2, options).LowerBound, GaussianMixture.Fit(Lines, 2, options, weights).LowerBound, 1e-12, "bound");
        Agree.Relatively(
            StudentTMixture.Fit(repeated, 2).LowerBound, StudentTMixture.Fit(Lines, 2, weights: weights).LowerBound, 1e-9, "bound of Student-t components");
    }

    [Fact]
    public void ArgumentsThatCannotBe_AreNamed()
    {
        var model = GaussianMixture.Fit(Lines, 2).Model;
        var rows = new MemoryRows(Lines);
        (string Parameter, Action Call)[] wrong =
        [
            ("rows", () => RowMatrix.Copy((double[,])null!)),
            ("rows", () => RowMatrix.Copy(new double[0, 0])),
            ("rows", () => RowMatrix.Copy((IEnumerable<double[]>)[])),
            ("rows", () => RowMatrix.Copy([[1], []])),
            ("rows", () => RowMatrix.Copy([[1], null!])),
            ("rows", () => GaussianMixture.Fit(default(RowMatrix), 2)),
            ("rows", () => GaussianMixture.Fit((IRowSource)null!, 2)),
            ("rows", () => model.Predict((IRowSource)null!)),
            ("rows", () => model.Score((IRowSource)null!)),
            ("threads", () => model.Score(rows, threads: 0)),
            ("threads", () => model.Predict(rows, threads: 0)),
            ("threads", () => DataSummary.Of(rows, threads: 0)),
            ("component", () => model.CovarianceOf(2)),
            ("component", () => model.PrecisionOf(-1)),
            ("component", () => model.MomentsOf(2)),
            ("index", () => _ = model.Covariances[2]),
            ("index", () => _ = model.Weights[-1]),
            ("feature", () => model.FeatureName(2)),
            ("feature", () => model.IsDiscrete(-1)),
            ("second", () => model.CorrelationOf(0, 0, 2)),
            ("row", () => model.Means.Row(2)),
            ("column", () => _ = model.Means[0, 2]),
            ("model", () => _ = new MixtureScorer(null!)),
            ("components", () => GaussianMixture.Fit(Lines, 0)),
            ("components", () => StudentTMixture.Fit(Lines, 0)),
            ("maxComponents", () => VariationalGaussianMixture.Fit(Lines, 0)),
        ];
        for (int i = 0; i < wrong.Length; i++)
        {
            var thrown = Record.Exception(wrong[i].Call);
            Assert.True(thrown is ArgumentException { ParamName: var name } && string.Equals(name, wrong[i].Parameter, StringComparison.Ordinal), $"{i}, {wrong[i].Parameter}: {thrown}");
        }
    }
}
