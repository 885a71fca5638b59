using System.Globalization;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Storage;
using Mixtura.Tests.Families;
using Mixtura.Tests.Models;

namespace Mixtura.Tests;

/// <summary>What is written of results: short, the same under every culture; what equals what.</summary>
public class LooksTests
{
    private static readonly double[][] Lines = [.. Enumerable.Range(0, 60).Select(static i => new[] { (i % 2 * 9.25) + Math.Sin(i), (i % 2 * 9) + Math.Cos(3 * i) })];

    [Fact]
    public void Results_SayInALineWhatTheyAre()
    {
        var fit = GaussianMixture.Fit(Lines, 2);
        Assert.Equal("gaussian mixture of 2 components over 2 features", fit.Model.ToString());
        Assert.StartsWith("gaussian mixture of 2 components over 2 features: Converged after ", fit.ToString(), StringComparison.Ordinal);
        Assert.Equal("60 rows of 2 features", new MemoryRows(Lines).ToString());
        Assert.Equal("60×2", ((RowMatrix)Lines).ToString());
        Assert.Equal("[0.5, 0.25, 0.25]", new RealVector(new[] { 0.5, 0.25, 0.25 }).ToString());
        Assert.Equal("AIC 1.500, BIC -2.000, ICL NaN", new InformationCriteria(1.5, -2, double.NaN).ToString());
        Assert.StartsWith("60 rows: log-likelihood ", fit.Score.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryText_IsTheSameUnderEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        string[] expected = Texts();
        try
        {
            // another decimal sign, another minus sign, groups
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign, other.NumberFormat.NumberGroupSeparator) = (",", "−", ".");
            CultureInfo.CurrentCulture = other;
            Assert.Equal("−1,5", string.Create(other, $"{-1.5}"));
            Assert.Equal(expected, Texts());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void RecordsThatHoldLists_AreEqualByValueOrNotAtAll()
    {
        Assert.Equal(new MissingCellCount(3, 2, 0, [1, 2]), new MissingCellCount(3, 2, 0, [1, 2]));
        Assert.NotEqual(new MissingCellCount(3, 2, 0, [1, 2]), new MissingCellCount(3, 2, 0, [2, 1]));
        Assert.Equal(new LikelihoodRatioTest(1, 2, [3]), new LikelihoodRatioTest(1, 2, [3]));
        Assert.Equal(VariationalGaussianMixture.Fit(Lines, 2).Model.Prior, VariationalGaussianMixture.Fit(Lines, 2).Model.Prior);
        Assert.NotEqual(GaussianMixture.Fit(Lines, 2), GaussianMixture.Fit(Lines, 2));
        Assert.Equal(new RealVector(new[] { 1.5, 2 }), new RealVector(new[] { 1.5, 2 }));
        Assert.NotEqual(new RealVector(new[] { 1.5, 2 }), new RealVector(new[] { 2, 1.5 }));
        Assert.Equal(new RowMatrix(new[] { 1.5, 2 }, 1), new RowMatrix(new[] { 1.5, 2 }, 1));
        Assert.NotEqual(new RowMatrix(new[] { 1.5, 2 }, 1), new RowMatrix(new[] { 1.5, 2 }, 2));
        Assert.Equal(new ParameterArray("rates", [1.5, 2], 2), new ParameterArray("rates", [1.5, 2], 2));
        Assert.NotEqual(new ParameterArray("rates", [1.5, 2], 2), new ParameterArray("rates", [1.5, 2], 2, 1));
        Assert.Equal(new TextReading(["; as delimiter"], []), new TextReading(["; as delimiter"], []));
        Assert.NotEqual(new TextReading(["; as delimiter"], []), new TextReading([], ["; as delimiter"]));
    }

    [Fact]
    public void OptionsThatHoldLists_AreEqualByValue_AndKeepCopies()
    {
        static VariationalOptions Priors(double last) => new() { Mean = [1, last], WeightConcentrations = [1, 2], InverseScale = new double[,] { { 1, 0 }, { 0, last } } };
        Assert.Equal(Priors(3), Priors(3));
        Assert.Equal(Priors(3).GetHashCode(), Priors(3).GetHashCode());
        Assert.NotEqual(Priors(3), Priors(4));

        string[] columns = ["a", "b"];
        var options = new RowFileOptions { Columns = columns, ModelLevels = [["no", "yes"]] };
        Assert.Equal(options, new RowFileOptions { Columns = ["a", "b"], ModelLevels = [["no", "yes"]] });
        Assert.NotEqual(options, new RowFileOptions { Columns = ["a", "b"], ModelLevels = [["yes", "no"]] });
        Assert.Equal(new RowFileOptions(), new RowFileOptions { Keep = [] });
        columns[0] = "c";
        Assert.Equal(["a", "b"], options.Columns);
    }

    /// <summary>A family that is no kind of component has responsibilities, densities and a score all the same.</summary>
    [Fact]
    public void AnyFamily_IsScoredFromOutside()
    {
        var kind = new ExponentialFamily();
        var law = KindsUnderLaws.Of("exponential");
        var mixture = Mixture.Fit(kind, law.Rows, 3, new MixtureOptions { Restarts = 1 }).Model;
        Assert.Equal(mixture.LogDensity(law.Rows.Matrix), MixtureExpectation.LogDensity(kind, mixture.Model, law.Rows.Matrix));
        Assert.Equal(mixture.Responsibilities(law.Rows.Matrix).Values.ToArray(), MixtureExpectation.Responsibilities(kind, mixture.Model, law.Rows.Matrix).Values.ToArray());
        Assert.Equal(mixture.Score(law.Rows), MixtureExpectation.Score(kind, mixture.Model, law.Rows));
    }

    /// <summary>A row that no component describes says nothing of where it comes from: the weights of a kind of component, NaN of a family without.</summary>
    [Fact]
    public void RowOfDensityZero_HasTheWeights_OrNone()
    {
        RowMatrix rows = new double[,] { { 2 }, { double.PositiveInfinity } };
        var counts = new PoissonRates([0.25, 0.75], [2, 5]);
        double[] found = MixtureExpectation.Responsibilities(new PoissonMixture(), counts, rows).Values.ToArray();
        Assert.Equal(1, found[0] + found[1], 12);
        Assert.All(found[2..], static value => Assert.True(double.IsNaN(value)));

        var kind = new PoissonFamily();
        var mixture = new Mixture<PoissonParameters, Sums>(kind, new PoissonParameters([0.25, 0.75], [2, 5]));
        RowMatrix far = new double[,] { { 2 }, { 1e306 } };
        Assert.Equal(double.NegativeInfinity, mixture.LogDensity(far)[1]);
        found = MixtureExpectation.Responsibilities(kind, mixture.Model, far).Values.ToArray();
        Assert.Equal([0.25, 0.75], found[2..]);
        Assert.Equal(mixture.Responsibilities(far).Values.ToArray(), found);
    }

    [Fact]
    public void SeveralStarts_GiveTheHighestBound()
    {
        var family = new PoissonMixture();
        var rows = new MemoryRows(new RowMatrix(Enumerable.Range(0, 300).Select(static i => (double)((i % 2 * 30) + (i % 5))).ToArray(), 1));
        PoissonRates[] starts = [new([0.5, 0.5], [10, 10]), new([0.5, 0.5], [2, 30]), new([0.9, 0.1], [10, 10])];
        var best = ExpectationMaximization.RunFromEach(family, starts, rows);
        double[] each = [.. starts.Select(start => ExpectationMaximization.Run(family, start, rows).LowerBound)];
        Assert.Equal(each.Max(), best.LowerBound);
        Assert.True(each.Max() > each[0] + 1);
        Assert.Equal("starts", Assert.Throws<ArgumentException>(() => ExpectationMaximization.RunFromEach(family, [null!], rows)).ParamName);
        Assert.Equal("starts", Assert.Throws<ArgumentException>(() => ExpectationMaximization.RunFromEach(family, [], rows)).ParamName);
        Assert.Equal("start", Assert.Throws<ArgumentNullException>(() => ExpectationMaximization.Run(family, null!, rows)).ParamName);
    }

    [Theory]
    [InlineData(true, "Maximize of Empty returned null")]
    [InlineData(false, "CreateStatistics of Empty returned null")]
    public void FamilyThatReturnsNull_IsNamed(bool hasStatistics, string said)
    {
        var rows = new MemoryRows(Lines);
        string message = Assert.Throws<InvalidOperationException>(() => ExpectationMaximization.Run(new Empty(hasStatistics), "start", rows)).Message;
        Assert.Contains(said, message, StringComparison.Ordinal);
    }

    private static string[] Texts()
    {
        var fit = GaussianMixture.Fit(Lines, 2);
        var variational = VariationalGaussianMixture.Fit(Lines, 2);
        double[][] tied = [.. Enumerable.Range(0, 30).Select(static i => new[] { i < 6 ? 1.5 : i * 0.37, i < 6 ? -2.5 : Math.Sin(i) })];
        var start = GaussianMixture.Create([0.5, 0.5], new double[,] { { 1.5, -2.5 }, { 5, 0 } }, [new double[,] { { 1e-4, 0 }, { 0, 1e-4 } }, new double[,] { { 9, 0 }, { 0, 1 } }]);
        var degenerate = GaussianMixture.Fit(tied, 2, new GaussianMixtureOptions { Start = start });
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        return
        [
            fit.ToString(), fit.Score.ToString(), fit.Criteria.ToString(), fit.Model.Weights.ToString(), variational.ToString(), new Mixtura.Numerics.Seed(7).ToString(),
            .. fit.Warnings, .. degenerate.Warnings, degenerate.ToString(), fit.Model.Explain(new Degeneracy(DegeneracyKind.TooFewRows, 0, [], 1.25)),
            fit.Model.Explain(new Degeneracy(DegeneracyKind.Collapsed, 0, [1], 1.5e-6)), fit.Model.Explain(new Degeneracy(DegeneracyKind.CollapsedOntoTies, 0, [1], 1.5e-6)),
            variational.Model.Explain(new Degeneracy(DegeneracyKind.TooFewRows, 0, [], 1.25)),
            Message(static () => GaussianMixture.Create([0.5, 0.75], new double[,] { { 0 }, { 1 } }, [new double[,] { { 1 } }, new double[,] { { 1 } }])),
            Message(static () => GaussianMixture.Create([-0.5, 1.5], new double[,] { { 0 }, { 1 } }, [new double[,] { { 1 } }, new double[,] { { 1 } }])),
            Message(static () => GaussianMixture.Create([1], new double[,] { { 0, 1 } }, [new double[,] { { 1, 0.25 }, { 0.5, 1 } }])),
            Message(static () => GaussianMixture.Create([1], new double[,] { { 0 } }, [new double[,] { { -1.5 } }])),
            Message(static () => KindsUnderLaws.Of("poisson").Kind.Fit(new double[,] { { 1.5 }, { 2 } }, 1)),
            Message(static () => KindsUnderLaws.Of("poisson").Kind.Fit(new double[,] { { -1 }, { 2 } }, 1)),
            Message(static () => GaussianMixture.Fit(Lines, 2, weights: Enumerable.Repeat(-1.5, 60).ToArray())),
            System.Text.Encoding.UTF8.GetString(stream.ToArray()),
        ];
    }

    private static string Message(Func<object> call) => Assert.Throws<InputException>(call).Message;

    private sealed class Empty(bool hasStatistics) : ILatentVariableModel<string, Sums>
    {
        public Sums CreateStatistics(string model) => hasStatistics ? new Sums(1) : null!;

        public double Expect(string model, RowBlock rows, Sums statistics) => -rows.Count;

        public string Maximize(string current, Sums statistics) => null!;
    }
}
