using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Storage;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.Columns;

/// <summary>Student-t numbers beside other columns, and leaps of the numbers' parameters together with those of the others.</summary>
public class StudentColumnsTests
{
    public static TheoryData<string> Structures() => [.. CovarianceStructure.All.Select(static one => one.Name)];

    /// <summary>With as many degrees of freedom as there are to be had it is the Gaussian block.</summary>
    [Fact]
    public void ManyDegreesOfFreedom_AreTheGaussianBlock()
    {
        var rows = Table();
        double gaussian = Kind(ColumnsPart.Gaussian([0, 2])).Fit(rows, 2).Score.LogLikelihood;
        double student = Kind(ColumnsPart.Of(StudentTMixture.Kind(degreesOfFreedom: DegreesOfFreedom.Fixed(1e9)), [0, 2])).Fit(rows, 2).Score.LogLikelihood;
        Agree.Relatively(gaussian, student, 1e-6, "log likelihood");
    }

    /// <summary>A category of one level says nothing: what is left is the mixture of the numbers.</summary>
    [Theory]
    [MemberData(nameof(Structures))]
    public void BesideAConstantCategory_ItIsTheMixtureOfTheNumbers(string structure)
    {
        var rows = Table();
        var numbers = new MemoryRows(new RowMatrix((double[])[.. Enumerable.Range(0, rows.Matrix.Rows).SelectMany(i => new[] { rows.Matrix[i, 0], rows.Matrix[i, 2] })], 2));
        var constant = new MemoryRows(new RowMatrix((double[])[.. rows.Matrix.Values.ToArray().Select(static (x, i) => i % 3 == 1 ? 0 : x)], 3));
        var covariance = CovarianceStructure.Find(structure)!;
        var one = ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(1)));
        foreach (var (alone, beside) in new[] { (GaussianMixture.Kind(covariance), ColumnsPart.Gaussian([0, 2], covariance)), (StudentTMixture.Kind(covariance), ColumnsPart.Of(StudentTMixture.Kind(covariance), [0, 2])) })
        {
            var expected = alone.Fit(numbers, 2);
            var found = ColumnsMixture.Kind(ColumnsPart.Of(one, 1), beside).Fit(constant, 2);
            Agree.Within(expected.Score.LogLikelihood, found.Score.LogLikelihood, 1e-5, $"{alone.Name} {structure}");
            Assert.True(found.Converged, structure);
            Assert.Equal(expected.Model.ParameterCount, found.Model.ParameterCount);
        }
    }

    /// <summary>Leaps reach plain EM's optimum from the same start in fewer passes, and the bound does not fall by more than they may.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Leaps_ReachPlainEmsOptimum(bool isStudent)
    {
        var rows = Table();
        var kind = Kind(isStudent ? ColumnsPart.Of(StudentTMixture.Kind(), [0, 2]) : ColumnsPart.Gaussian([0, 2]));
        var start = kind.Fit(rows, 2, new MixtureOptions { Restarts = 1, Seed = 3, Em = new EmOptions { MaxIterations = 1, Acceleration = false } }).Model;
        var plain = kind.Fit(rows, 2, new MixtureOptions { Start = start, Em = new EmOptions { Acceleration = false, MaxIterations = 20_000 } });
        var fast = kind.Fit(rows, 2, new MixtureOptions { Start = start });
        Agree.Within(plain.LowerBound, fast.LowerBound, 1e-4, "bound");
        Assert.True(fast.DataPasses < plain.DataPasses, $"{fast.DataPasses} against {plain.DataPasses} passes");
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Coordinates_LeadBackToTheModel(string structure)
    {
        var kind = GaussianMixture.Kind(CovarianceStructure.Find(structure));
        var rows = new MemoryRows(new RowMatrix((double[])[.. Table().Matrix.Values.ToArray().Select(static x => x + 1e6)], 3));
        var model = ((GaussianMixture)kind.Fit(rows, 3).Model).Parameters;
        double[] centre = [1e6, 1e6, 1e6];
        var vector = new double[GaussianCoordinates.Length(model)];
        GaussianCoordinates.Write(model, centre, vector);
        var again = GaussianCoordinates.Read(model, centre, vector);
        Agree.Within(model.Weights, again.Weights, 1e-12, "weights");
        Agree.Within(model.Means, again.Means, 1e-6, "means");
        Agree.Within(model.Covariances, again.Covariances, 1e-8, "covariances");
        Agree.Within(model.Counts, again.Counts, 1e-3 * rows.Rows, "counts");
    }

    /// <summary>π of log π, π/σ² of a mean, 2π of a log deviation, and of a regression coefficient π times the ratio of the variances.</summary>
    [Fact]
    public void Information_IsTheCompleteDatas()
    {
        var model = GaussianMixture.Create([0.25, 0.75], new RowMatrix(new double[4], 2), [new RowMatrix(new double[] { 4, 0, 0, 9 }, 2), new RowMatrix(new double[] { 1, 0, 0, 16 }, 2)]).Parameters;
        var information = new double[GaussianCoordinates.Length(model)];
        GaussianCoordinates.WriteInformation(model, information);
        Agree.Within([0.25, 0.75, 0.25 / 4, 0.25 / 9, 0.5, 0.25 * 4 / 9, 0.5, 0.75, 0.75 / 16, 1.5, 0.75 * 1 / 16, 1.5], information, 1e-14, "information");
    }

    /// <summary>What is added to variances belongs to no objective: there are no leaps then.</summary>
    [Fact]
    public void Regularization_LeavesPlainEm()
    {
        var model = ((GaussianMixture)GaussianMixture.Kind().Fit(Table(), 2).Model).Parameters;
        Assert.Equal(0, new GaussianFamily(0.1, null) { Centre = new double[3] }.VectorLength(model));
        Assert.Equal(0, new GaussianFamily(0, null).VectorLength(model));
        Assert.Equal(GaussianCoordinates.Length(model), new GaussianFamily(0, null) { Centre = new double[3] }.VectorLength(model));
    }

    /// <summary>An offset of 1e8 leaves the leaps as they are.</summary>
    [Fact]
    public void FarNumbers_ConvergeAsNearOnesDo()
    {
        var near = Table();
        var far = new MemoryRows(new RowMatrix((double[])[.. near.Matrix.Values.ToArray().Select(static (x, i) => i % 3 == 1 ? x : Math.Round(x * 1024) / 1024)], 3));
        var moved = new MemoryRows(new RowMatrix((double[])[.. far.Matrix.Values.ToArray().Select(static (x, i) => i % 3 == 1 ? x : x + 1e8)], 3));
        var kind = Kind(ColumnsPart.Gaussian([0, 2]));
        Agree.Within(kind.Fit(far, 2).Score.LogLikelihood, kind.Fit(moved, 2).Score.LogLikelihood, 1e-3, "log likelihood");
    }

    [Theory]
    [InlineData("VVI")]
    [InlineData("VVV")]
    public void File_KeepsTheBits(string structure)
    {
        var rows = Table();
        var fit = Kind(ColumnsPart.Of(StudentTMixture.Kind(CovarianceStructure.Find(structure)), [2, 0])).Fit(rows, 2);
        using var file = new MemoryStream();
        ModelFile.Save(fit, file);
        file.Position = 0;
        var loaded = ModelFile.Load(file).Model;
        Agree.Exactly(fit.Model.LogDensity(rows.Matrix), loaded.LogDensity(rows.Matrix), "log density");
        Assert.Equal("student-t", ColumnsMixture.NumericFamily(loaded));
        Assert.Equal(fit.Model.ParameterCount, loaded.ParameterCount);
    }

    /// <summary>A prior of the numbers keeps a component of one row, and is in the bound.</summary>
    [Fact]
    public void PriorOfNumbers_IsInTheBound()
    {
        var rows = Table();
        var kind = Kind(ColumnsPart.Gaussian([0, 2], prior: CovariancePrior.Conjugate));
        var fit = kind.Fit(rows, 3);
        Assert.Equal("conjugate", fit.PriorName);
        Assert.NotEqual(fit.Score.LogLikelihood, fit.LowerBound);
        Assert.True(fit.Converged && fit.Degeneracy is null);
        var again = kind.Fit(rows, 3, new MixtureOptions { Start = fit.Model });
        Agree.Within(fit.LowerBound, again.LowerBound, 1e-5, "bound from the fit's own parameters");
    }

    private static ComponentKind Kind(ColumnsPart numbers) =>
        ColumnsMixture.Kind(ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(3))), 1), numbers);

    // two groups near each other, with heavy tails
    private static MemoryRows Table()
    {
        var random = new Generator(17);
        return IKindUnderLaws.Table(500, 3, (i, j) => j == 1
            ? (random.Uniform() < 0.6 ? i % 2 : Math.Floor(3 * random.Uniform()))
            : ((i % 2) * 2.5) + (random.Gaussian() / Math.Sqrt(0.2 + random.Uniform())));
    }
}
