using System.Text.Json;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Contaminated;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Numerics;
using Mixtura.Selection;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Laws;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Gaussian.Missing;

/// <summary>Missing cells integrated out: numbers of an independent program, closed forms, and the laws of whole rows.</summary>
public class MissingCellTests
{
    private static readonly GaussianMixtureOptions Integrating = new() { Missing = MissingCells.IntegrateOut };

    public static TheoryData<string> Structures => [.. CovarianceStructure.All.Select(static one => one.Name)];

    /// <summary>Textbook steps from given parameters, in numpy.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 10)]
    [InlineData(2, 100)]
    public void Steps_AreNumpys(int entry, int iterations)
    {
        var reference = ReferenceFile.Json("missing-iris.json");
        var rows = new MemoryRows(ReferenceFile.Rows("missing-iris.csv"));
        var fit = GaussianMixture.Fit(rows, 3, Integrating with { Start = Model(reference.GetProperty("initial")), Em = new EmOptions { MaxIterations = iterations, Tolerance = 0, Acceleration = false } });
        var expected = reference.GetProperty("trajectory")[entry];
        Assert.Equal(iterations, expected.Integer("iteration"));
        Assert.Equal(87, fit.Missing!.Cells);
        Agree.Within(reference.Number("observed_loglik_at_initial"), fit.Trace[0], 1e-8, "log L at the start");
        Agree.Within(expected.Number("observed_loglik_at_these_params"), fit.LowerBound, 1e-8, "log L");
        var known = Model(expected);
        foreach (var (a, b) in Order(known).Zip(Order(fit.Model)))
        {
            Agree.Within(known.Weights.Span[a], fit.Model.Weights.Span[b], 1e-8, "weight");
            Agree.Within(known.Means.Row(a).ToArray(), fit.Model.Means.Row(b).ToArray(), 1e-8, "mean");
            Agree.Within(known.CovarianceOf(a).Values.ToArray(), fit.Model.CovarianceOf(b).Values.ToArray(), 1e-8, "covariance");
        }
    }

    /// <summary>A row has the density of what is observed of it: that of the marginal, which knows nothing of gaps.</summary>
    [Theory]
    [MemberData(nameof(Structures))]
    public void Density_IsThatOfTheMarginal(string structure)
    {
        foreach (var kind in (ComponentKind[])[GaussianMixture.Kind(Shapes.Structure(structure)), StudentTMixture.Kind(Shapes.Structure(structure), DegreesOfFreedom.Shared), ContaminatedMixture.Kind(Shapes.Structure(structure))])
        {
            var model = kind.Fit(Shapes.Clusters(400, 5, 3, seed: 3).Source, 3, new MixtureOptions { Restarts = 1 }).Model;
            var whole = Shapes.Clusters(97, 5, 3, seed: 4).Rows;
            var gapped = WithGaps(whole, 0.4, seed: 5);
            double[] densities = model.LogDensity(gapped, MissingCells.IntegrateOut);
            var responsibilities = model.Responsibilities(gapped, MissingCells.IntegrateOut);
            for (int i = 0; i < whole.Rows; i++)
            {
                int[] known = [.. Enumerable.Range(0, 5).Where(j => !double.IsNaN(gapped[i, j]))];
                if (known.Length == 0)
                {
                    Agree.Within(0, densities[i], 1e-10, $"row {i} in which nothing is observed");
                    Agree.Within(model.Weights.ToArray(), responsibilities.Row(i).ToArray(), 1e-10, $"row {i}");
                    continue;
                }

                var part = model.Marginal(known);
                var row = RowMatrix.Copy([[.. known.Select(j => whole[i, j])]]);
                Agree.Within(part.LogDensity(row)[0], densities[i], 1e-9, $"{kind.Name}, row {i}");
                Agree.Within(part.Responsibilities(row).Row(0).ToArray(), responsibilities.Row(i).ToArray(), 1e-9, $"{kind.Name}, row {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Bound_NeverFalls(string structure)
    {
        var rows = new MemoryRows(WithGaps(Shapes.Clusters(300, 4, 3, seed: 7).Rows, 0.2, seed: 8));
        foreach (var kind in (ComponentKind[])[GaussianMixture.Kind(Shapes.Structure(structure)), StudentTMixture.Kind(Shapes.Structure(structure)), ContaminatedMixture.Kind(Shapes.Structure(structure))])
        {
            foreach (bool accelerated in (bool[])[true, false])
            {
                var trace = kind.Fit(rows, 3, new MixtureOptions { Missing = MissingCells.IntegrateOut, Em = new EmOptions { Acceleration = accelerated, MaxIterations = 300 } }).Trace;
                for (int i = 1; i < trace.Count; i++)
                {
                    Assert.True(trace[i] >= trace[i - 1] - (1e-11 * Math.Abs(trace[i])), $"{kind.Name}, iteration {i}: {trace[i]:R} after {trace[i - 1]:R}");
                }
            }
        }
    }

    /// <summary>One component with the second feature missing here and there: Anderson's closed form (1957).</summary>
    [Fact]
    public void OneComponent_OfWhichOneFeatureIsMissing_IsAndersons()
    {
        var data = Shapes.Clusters(200, 2, 2, seed: 9).Rows;
        var values = data.Values.ToArray();
        for (int i = 0; i < 200; i += 3)
        {
            values[(2 * i) + 1] = double.NaN;
        }

        int[] seen = [.. Enumerable.Range(0, 200).Where(static i => i % 3 != 0)];
        double all = Enumerable.Range(0, 200).Average(i => data[i, 0]);
        double variance = Enumerable.Range(0, 200).Average(i => (data[i, 0] - all) * (data[i, 0] - all));
        double x = seen.Average(i => data[i, 0]);
        double y = seen.Average(i => data[i, 1]);
        double slope = seen.Sum(i => (data[i, 0] - x) * (data[i, 1] - y)) / seen.Sum(i => (data[i, 0] - x) * (data[i, 0] - x));
        double left = seen.Average(i => Math.Pow(data[i, 1] - y - (slope * (data[i, 0] - x)), 2));
        var fit = GaussianMixture.Fit(new MemoryRows(new RowMatrix(values, 2)), 1, Integrating with { Em = new EmOptions { Tolerance = 1e-14 } });
        var covariance = fit.Model.CovarianceOf(0);
        Agree.Within(all, fit.Model.Means[0, 0], 1e-7, "mean of the first");
        Agree.Within(y + (slope * (all - x)), fit.Model.Means[0, 1], 1e-6, "mean of the second");
        Agree.Within(variance, covariance[0, 0], 1e-7, "variance of the first");
        Agree.Within(slope * variance, covariance[1, 0], 1e-6, "covariance");
        Agree.Within(left + (slope * slope * variance), covariance[1, 1], 1e-6, "variance of the second");
    }

    /// <summary>Independent features: what is missing says nothing.</summary>
    [Fact]
    public void OneComponentWithoutCorrelations_HasTheMomentsOfWhatIsObserved()
    {
        var rows = WithGaps(Shapes.Clusters(150, 3, 2, seed: 10).Rows, 0.3, seed: 11);
        var fit = GaussianMixture.Fit(new MemoryRows(rows), 1, Integrating with { Covariance = CovarianceStructure.Diagonal, Em = new EmOptions { Tolerance = 1e-14 } });
        for (int j = 0; j < 3; j++)
        {
            double[] seen = [.. Enumerable.Range(0, 150).Select(i => rows[i, j]).Where(static value => !double.IsNaN(value))];
            Agree.Within(seen.Average(), fit.Model.Means[0, j], 1e-7, "mean");
            Agree.Within(seen.Average(value => Math.Pow(value - seen.Average(), 2)), fit.Model.CovarianceOf(0)[j, j], 1e-6, "variance");
        }
    }

    /// <summary>Blocks without gaps keep their kernels, and their bits, whatever other blocks hold and whatever is allowed.</summary>
    [Theory]
    [MemberData(nameof(Structures))]
    public void NothingMissing_IsThePlainFit(string structure)
    {
        var data = Shapes.Clusters(300, 6, 3, seed: 12);
        var options = new GaussianMixtureOptions { Covariance = Shapes.Structure(structure), Restarts = 1 };
        var plain = GaussianMixture.Fit(data.Source, 3, options);
        var allowed = GaussianMixture.Fit(data.Source, 3, options with { Missing = MissingCells.IntegrateOut });
        Assert.Null(allowed.Missing);
        Agree.Exactly(plain.Trace.ToArray(), allowed.Trace.ToArray(), "trace");
        Fits.SameBits(plain.Model, allowed.Model);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Weights_AreRepetitions(string structure)
    {
        var rows = WithGaps(Shapes.Clusters(120, 3, 2, seed: 13).Rows, 0.2, seed: 14);
        double[] weights = [.. Enumerable.Range(0, 120).Select(static i => (double)(i % 4))];
        var repeated = RowMatrix.Copy([.. Enumerable.Range(0, 120).SelectMany(i => Enumerable.Repeat(rows.Row(i).ToArray(), (int)weights[i]))]);
        foreach (var kind in (ComponentKind[])[GaussianMixture.Kind(Shapes.Structure(structure)), StudentTMixture.Kind(Shapes.Structure(structure)), ContaminatedMixture.Kind(Shapes.Structure(structure))])
        {
            // from the same start, step by step
            var start = kind.Fit(new MemoryRows(repeated), 2, new MixtureOptions { Missing = MissingCells.IntegrateOut, Restarts = 1, SplitMerge = false, Em = new EmOptions { MaxIterations = 3 } }).Model;
            var steps = new MixtureOptions { Missing = MissingCells.IntegrateOut, Start = start, Em = new EmOptions { MaxIterations = 5, Tolerance = 0, Acceleration = false } };
            var weighted = kind.Fit(new MemoryRows(rows, weights), 2, steps);
            var longer = kind.Fit(new MemoryRows(repeated), 2, steps);
            Agree.Within(longer.Trace.ToArray(), weighted.Trace.ToArray(), 1e-8 * Math.Abs(longer.LowerBound), kind.Name);
        }
    }

    [Fact]
    public void Threads_MakeNoDifference()
    {
        var rows = new MemoryRows(WithGaps(Shapes.Clusters(6000, 12, 4, seed: 15).Rows, 0.1, seed: 16));
        var one = GaussianMixture.Fit(rows, 4, Integrating with { Restarts = 1, Em = new EmOptions { Threads = 1, MaxIterations = 20 } });
        var three = GaussianMixture.Fit(rows, 4, Integrating with { Restarts = 1, Em = new EmOptions { Threads = 3, MaxIterations = 20 } });
        Agree.Exactly(one.Trace.ToArray(), three.Trace.ToArray(), "trace");
        Fits.SameBits(one.Model, three.Model);
    }

    /// <summary>Other units change the fit by that alone.</summary>
    [Theory]
    [InlineData(1e9, 0)]
    [InlineData(1e-9, 0)]
    [InlineData(1, 134217728)]
    public void Units_ChangeNothingElse(double scale, double shift)
    {
        var rows = WithGaps(Shapes.Clusters(300, 3, 2, seed: 17).Rows, 0.2, seed: 18);
        var moved = new RowMatrix(Array.ConvertAll(rows.Values.ToArray(), value => (value * scale) + shift), 3);
        var options = Integrating with { Restarts = 1, SplitMerge = false };
        var plain = GaussianMixture.Fit(new MemoryRows(rows), 2, options);
        var other = GaussianMixture.Fit(new MemoryRows(moved), 2, options);
        double observed = rows.Values.ToArray().Count(static value => !double.IsNaN(value));
        Agree.Within(plain.LowerBound - (observed * Math.Log(scale)), other.LowerBound, 1e-5, "bound");
        Agree.Within([.. plain.Model.Means.Values.ToArray().Select(value => (value * scale) + shift)], other.Model.Means.Values.ToArray(), 1e-4 * scale, "means");
    }

    /// <summary>The whole rows of a block that has gaps too are scored as by themselves.</summary>
    [Theory]
    [MemberData(nameof(Structures))]
    public void WholeRowsBesideGaps_AreScoredAsByThemselves(string structure)
    {
        var model = GaussianMixture.Fit(Shapes.Clusters(400, 6, 3, seed: 19).Source, 3, new GaussianMixtureOptions { Covariance = Shapes.Structure(structure), Restarts = 1 }).Model;
        var whole = Shapes.Clusters(200, 6, 3, seed: 20).Rows;
        var gapped = WithGaps(whole, 0.08, seed: 21);
        double[] plain = model.LogDensity(whole);
        double[] mixed = model.LogDensity(gapped, MissingCells.IntegrateOut);
        int[] untouched = [.. Enumerable.Range(0, 200).Where(i => !gapped.Row(i).ToArray().Any(double.IsNaN))];
        Assert.InRange(untouched.Length, 50, 199);
        Agree.Within([.. untouched.Select(i => plain[i])], [.. untouched.Select(i => mixed[i])], 1e-11, "log densities");
    }

    /// <summary>Nearly determined features: the conditional expectation must not lose its digits.</summary>
    [Fact]
    public void NearlyDeterminedFeature_IsExpectedToTheLastDigits()
    {
        const double Width = 1e-6;
        var model = GaussianMixture.Create([1.0], RowMatrix.Copy([[0.0, 0]]), [RowMatrix.Copy([[1, 1], [1, 1 + (Width * Width)]])]);
        double[] densities = model.LogDensity(RowMatrix.Copy([[3, double.NaN], [double.NaN, 3]]), MissingCells.IntegrateOut);
        Agree.Within(-0.5 * (9 + Math.Log(2 * Math.PI)), densities[0], 1e-9, "second missing");
        Agree.Within(-0.5 * (9 + Math.Log(2 * Math.PI)), densities[1], 1e-9, "first missing");
    }

    /// <summary>A row in which nothing is observed counts towards the weights only.</summary>
    [Fact]
    public void RowWithNothing_CountsTowardsTheWeights()
    {
        var data = Shapes.Clusters(200, 2, 2, seed: 22).Rows;
        var more = RowMatrix.Copy([.. Enumerable.Range(0, 200).Select(i => data.Row(i).ToArray()), [double.NaN, double.NaN]]);
        var options = Integrating with { Restarts = 1, SplitMerge = false, Em = new EmOptions { Tolerance = 1e-14 } };
        var plain = GaussianMixture.Fit(new MemoryRows(data), 2, options);
        var with = GaussianMixture.Fit(new MemoryRows(more), 2, options);
        Assert.Equal(1, with.Missing!.EmptyRows);
        Agree.Within(plain.LowerBound, with.LowerBound, 1e-6, "bound");
        Agree.Within(plain.Model.Means.Values.ToArray(), with.Model.Means.Values.ToArray(), 1e-5, "means");
        Agree.Within(plain.Model.Weights.ToArray(), with.Model.Weights.ToArray(), 1e-5, "weights");
        Assert.Equal(201, with.Score.TotalWeight);
    }

    /// <summary>Held-out rows are scored by what is observed of them: the same as fitting and scoring by hand.</summary>
    [Fact]
    public void CrossValidationAndRatioTest_GoOnWithGaps()
    {
        var rows = new MemoryRows(WithGaps(Shapes.Clusters(200, 2, 2, seed: 23).Rows, 0.15, seed: 24));
        var options = new SelectionOptions { Folds = 2, Fit = new MixtureOptions { Missing = MissingCells.IntegrateOut, Seed = 4 } };
        double held = ModelSelection.Search(rows, [2], [GaussianMixture.Kind()], Criterion.CrossValidation, options).Candidates[0].HeldOutLogDensity;
        var folds = new RowFolds(200, 2, new RandomSource(4, 1UL << 50));
        double sum = 0;
        for (int fold = 0; fold < 2; fold++)
        {
            var split = Enumerable.Range(0, 200).ToLookup(i => folds.Of(i) == fold, i => rows.Matrix.Row(i).ToArray());
            var model = GaussianMixture.Fit(new MemoryRows(RowMatrix.Copy([.. split[false]])), 2, Integrating with { Seed = 4 }).Model;
            sum += model.LogDensity(RowMatrix.Copy([.. split[true]]), MissingCells.IntegrateOut).Sum();
        }

        Agree.Within(sum, held, 1e-3, "held-out log density");
        var test = BootstrapLikelihoodRatio.Test(rows, 1, Integrating, replicates: 19);
        Assert.Equal(19, test.Replicates.Count);
        Assert.True(test.Statistic > test.Replicates.Max(), "two clusters");
    }

    private static GaussianMixture Model(JsonElement element) => GaussianMixture.Create(
        element.GetProperty("weights").Numbers(), element.GetProperty("means").Matrix(), [.. element.GetProperty("covariances").EnumerateArray().Select(static one => one.Matrix())]);

    // components of two mixtures in the same order
    private static IEnumerable<int> Order(GaussianMixture model) => Enumerable.Range(0, model.Components).OrderBy(k => model.Means[k, 0]);

    internal static RowMatrix WithGaps(RowMatrix rows, double share, ulong seed)
    {
        var random = new Generator(seed);
        return new RowMatrix(Array.ConvertAll(rows.Values.ToArray(), value => random.Uniform() < share ? double.NaN : value), rows.Columns);
    }
}
