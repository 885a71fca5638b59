using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Classes;
using Mixtura.Numerics;
using Mixtura.Selection;
using Mixtura.Tests.Families;
using Mixtura.Tests.Families.Poisson;

namespace Mixtura.Tests.Selection;

/// <summary>Selection, cross-validation, bootstrap and merging of every kind of component.</summary>
public class AnyKindTests
{
    public static TheoryData<string> Kinds => KindsUnderLaws.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Search_RanksByTheCriterion(string name)
    {
        var (kind, rows) = Problem(name);
        var result = ModelSelection.Search(rows, [1, 2, 3, 4], [kind]);
        Assert.Equal([1, 2, 3, 4], result.Candidates.Select(static one => one.Components));
        double n = rows.Rows;
        for (int i = 0; i < 4; i++)
        {
            var fit = result.Candidates[i].Fit!;
            Agree.Within((-2 * fit.Score.LogLikelihood) + (fit.Model.ParameterCount * Math.Log(n)), result.Candidates[i].Value(Criterion.Bic), 1e-8, "BIC");
            Assert.True(i == 0 || fit.Score.LogLikelihood >= result.Candidates[i - 1].Fit!.Score.LogLikelihood - 1e-6, $"{i + 1} components end lower than {i}");
        }

        Assert.Same(result.Candidates.MinBy(static one => one.Value(Criterion.Bic)), result.Best);
        Assert.True(result.Best!.Components >= 3, "three clear groups");
    }

    /// <summary>Left out means as if the rows were not there.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void CrossValidation_FitsWithoutTheFold(string name)
    {
        var (kind, rows) = Problem(name);
        var options = new SelectionOptions { Folds = 3, Fit = new MixtureOptions { Seed = 4 } };
        double held = ModelSelection.Search(rows, [2], [kind], Criterion.CrossValidation, options).Candidates[0].HeldOutLogDensity;
        var folds = new RowFolds(rows.Rows, 3, new RandomSource(4, 1UL << 50));
        double sum = 0;
        for (int fold = 0; fold < 3; fold++)
        {
            var split = Enumerable.Range(0, (int)rows.Rows).ToLookup(i => folds.Of(i) == fold, i => rows.Matrix.Row(i).ToArray());
            var model = kind.Fit(new MemoryRows(RowMatrix.Copy([.. split[false]])), 2, options.Fit).Model;
            sum += model.LogDensity(RowMatrix.Copy([.. split[true]])).Sum();
        }

        Agree.Within(sum, held, 1e-3, "held-out log density");
    }

    /// <summary>The standard error of a mean is σ/√n.</summary>
    [Theory]
    [InlineData("gaussian", "means")]
    [InlineData("poisson", "rates")]
    public void OneComponent_HasTheTextbooksErrors(string name, string parameter)
    {
        var (kind, rows) = Problem(name);
        var bootstrap = ParameterBootstrap.Run(kind.Fit(rows, 1).Model, rows, 1000, seed: 3);
        double[] column = [.. Enumerable.Range(0, (int)rows.Rows).Select(i => rows.Matrix[i, 1])];
        double mean = column.Average();
        double error = Math.Sqrt(column.Average(x => (x - mean) * (x - mean)) / column.Length);
        Agree.Relatively(error, bootstrap.StandardError(parameter, 0, 1), 0.08, parameter);
        Agree.Relatively(mean + (1.96 * error), bootstrap.Percentile(0.975, parameter, 0, 1), 0.01, "97.5 %");
    }

    /// <summary>With tails as light as a Gaussian's a t mixture's errors are those of the Gaussian: the same draws.</summary>
    [Fact]
    public void LightTails_HaveTheGaussiansErrors()
    {
        var rows = KindsUnderLaws.Of("gaussian").Rows;
        var students = ParameterBootstrap.Run(StudentTMixture.Kind(degreesOfFreedom: DegreesOfFreedom.Fixed(1e9)).Fit(rows, 3).Model, rows, 50, seed: 3);
        var gaussians = ParameterBootstrap.Run(GaussianMixture.Fit(rows, 3).Model, rows, 50, seed: 3);
        for (int k = 0; k < 3; k++)
        {
            Agree.Relatively(gaussians.StandardError("means", k, 1), students.StandardError("locations", k, 1), 1e-3, $"location of {k}");
            Agree.Relatively(gaussians.StandardError("covariances", k, 1, 0), students.StandardError("scales", k, 1, 0), 1e-3, $"scale of {k}");
            Agree.Relatively(gaussians.StandardError("weights", k), students.StandardError("weights", k), 1e-3, $"weight of {k}");
        }
    }

    /// <summary>Refits run side by side, each with a family of its own: buffers that families keep between calls are no two fits'.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bootstrap_HasTheSameBitsOnAnyNumberOfThreads(string name)
    {
        var (kind, rows) = Problem(name);
        var model = kind.Fit(rows, 3).Model;
        var one = ParameterBootstrap.Run(model, rows, 60, seed: 2, threads: 1);
        var eight = ParameterBootstrap.Run(model, rows, 60, seed: 2, threads: 8);
        string parameter = model.ParameterArrays[1].Name;
        int[] place = new int[model.ParameterArrays[1].Shape.Count];
        Assert.Equal(one.StandardError(parameter, place), eight.StandardError(parameter, place));
        Assert.Equal(one.Percentile(0.9, "weights", 1), eight.Percentile(0.9, "weights", 1));
    }

    [Fact]
    public void UnknownParameter_IsNamed()
    {
        var (kind, rows) = Problem("poisson");
        var bootstrap = ParameterBootstrap.Run(kind.Fit(rows, 2).Model, rows, 2);
        Assert.Contains("Name one of weights, rates", Assert.Throws<ArgumentException>(() => bootstrap.StandardError("means", 0)).Message, StringComparison.Ordinal);
        Assert.Contains("[0, 2] is no place in 'rates', whose shape is 2×2", Assert.Throws<ArgumentException>(() => bootstrap.StandardError("rates", 0, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => bootstrap.StandardError("rates", 0));
    }

    [Theory]
    [InlineData(new[] { 2, 0, 1 })]
    [InlineData(new[] { 1, 2, 0 })]
    public void Match_FindsWhatWasExchanged(int[] order)
    {
        double[][] rates = [[3, 1], [3, 9], [20, 4]];
        double[] weights = [0.2, 0.5, 0.3];
        var whole = Counts.Mixture(weights, rates);
        var exchanged = Counts.Mixture([.. order.Select(k => weights[k])], [.. order.Select(k => rates[k])]);
        var rows = Counts.Draw(whole, 300, 7);
        int[] match = ComponentMatch.Of(Mixture(whole), Mixture(exchanged), rows, CancellationToken.None);
        Assert.Equal([0, 1, 2], match.Select(l => order[l]));
    }

    /// <summary>Of twenty data sets of one Poisson more than four are called two with probability .003; of two far apart nearly all.</summary>
    [Theory]
    [InlineData(4.0, 0, 4)]
    [InlineData(12.0, 18, 20)]
    public void LikelihoodRatio_AsksForWhatIsThere(double second, int least, int most)
    {
        bool IsCalledFor(int seed)
        {
            var rows = Counts.Draw(Counts.Mixture([0.5, 0.5], [4], [second]), 150, (ulong)seed);
            return BootstrapLikelihoodRatio.Test(rows, 1, ComponentKind.Of(new PoissonFamily()), replicates: 39).PValue <= BootstrapLikelihoodRatio.Level;
        }

        Assert.InRange(Enumerable.Range(0, 20).Count(IsCalledFor), least, most);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Merging_BeginsAtTheFitsEntropy(string name)
    {
        var (kind, rows) = Problem(name);
        var fit = kind.Fit(rows, 4);
        var merging = ComponentMerging.Of(fit.Model, rows);
        Agree.Within(fit.Score.Entropy, merging.Entropies[3], 1e-8 * rows.Rows, "entropy of four");
        Assert.Equal(0, merging.Entropies[0], 1e-9);
        Assert.True(merging.Entropies.Zip(merging.Entropies.Skip(1)).All(static pair => pair.First <= pair.Second + 1e-9), "a union makes rows more certain");
    }

    [Fact]
    public void RowThatNoKindDescribes_IsSaidOnce()
    {
        var rows = new MemoryRows(new RowMatrix(new[] { 1.0, 2, -2, 3 }, 1));
        string message = Assert.Throws<InputException>(() => ModelSelection.Search(rows, [1, 2], [ComponentKind.Of(new PoissonFamily())])).Message;
        Assert.Contains("Row 2, feature 0: the value is -2, which is no count", message, StringComparison.Ordinal);
    }

    /// <summary>Gaussians and Student-t beside each other: rows with outliers ask for tails.</summary>
    [Fact]
    public void KindsAreCompared()
    {
        var rows = KindsUnderLaws.Of("student-t").Rows;
        var result = ModelSelection.Search(rows, [3], [GaussianMixture.Kind(), StudentTMixture.Kind(degreesOfFreedom: DegreesOfFreedom.Shared)]);
        Assert.Equal("student-t", result.Best!.Kind.Name);
        Assert.Equal(CovarianceStructure.Full, result.Best.Covariance);
        Assert.Null(result.Best.Gaussian);
        Assert.NotNull(result.Candidates[0].Gaussian);
    }

    /// <summary>A wider structure holds a narrower one's models, of t as of Gaussians: it does not end below.</summary>
    [Fact]
    public void WiderStructure_EndsNoLower()
    {
        var rows = KindsUnderLaws.Of("student-t").Rows;
        CovarianceStructure[] structures = [CovarianceStructure.EII, CovarianceStructure.Spherical, CovarianceStructure.Diagonal, CovarianceStructure.Full];
        var options = new SelectionOptions { Fit = new MixtureOptions { Restarts = 1, SplitMerge = false, Seed = 2 } };
        var result = ModelSelection.Search(rows, [1, 2, 3, 4], structures.Select(static one => StudentTMixture.Kind(one)), options: options);
        foreach (int k in new[] { 1, 2, 3, 4 })
        {
            double[] bounds = [.. structures.Select(one => result.Candidates.Single(cell => cell.Components == k && cell.Covariance == one).Fit!.LowerBound)];
            Assert.True(bounds.Zip(bounds.Skip(1)).All(static pair => pair.First <= pair.Second + 1e-5), $"K = {k}: {string.Join(" ", bounds)}");
        }
    }

    private static Mixture Mixture(PoissonParameters parameters) => new Mixture<PoissonParameters, Sums>(Counts.Family, parameters);

    private static (ComponentKind Kind, MemoryRows Rows) Problem(string name) => (KindsUnderLaws.Of(name).Kind, KindsUnderLaws.Of(name).Rows);
}
