using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Laws;

/// <summary>What variational Bayes promises, over shapes of data, structures and priors.</summary>
public class VariationalLaws
{
    public static TheoryData<string, string, WeightPrior> Cases
    {
        get
        {
            var data = new TheoryData<string, string, WeightPrior>();
            foreach (string shape in (string[])["a line", "a plane", "scale 1e-9", "scale 1e9", "weighted", "twelve features"])
            {
                foreach (var structure in Shapes.Plain)
                {
                    data.Add(shape, structure.Name, WeightPrior.Dirichlet);
                    data.Add(shape, structure.Name, WeightPrior.DirichletProcess);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bound_NeverFallsAndIsTheSumOfItsTerms(string shape, string structure, WeightPrior prior)
    {
        var data = Shapes.Of(shape);
        var fit = VariationalGaussianMixture.Fit(data.Source, 5, Options(structure, prior) with { Restarts = 2 });
        double rounding = 1e-11 * (Math.Abs(fit.LowerBound) + (data.TotalWeight * 30));
        for (int t = 1; t < fit.Trace.Count; t++)
        {
            Assert.True(fit.Trace[t] >= fit.Trace[t - 1] - rounding, $"iteration {t}: {fit.Trace[t - 1]:R} → {fit.Trace[t]:R}");
        }

        Agree.Within(fit.LowerBound, fit.BoundTerms.Sum, rounding, "sum of the terms");
        Agree.Within(data.TotalWeight, fit.Model.Counts.Sum(), 1e-6 * data.TotalWeight, "counts");
    }

    /// <summary>Data in other units, default priors: the same posterior in those units, and a bound that differs by the log of the scale.</summary>
    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void Scale_ChangesNothingElse(string structure)
    {
        if (!Shapes.Plain.Any(one => one.Name == structure))
        {
            return;
        }

        var data = Shapes.Of("a plane");
        const double Scale = 1 << 20;
        var fit = VariationalGaussianMixture.Fit(data.Source, 4, Options(structure, WeightPrior.Dirichlet));
        var scaled = VariationalGaussianMixture.Fit(data.Map(static (x, _) => x * Scale).Source, 4, Options(structure, WeightPrior.Dirichlet));
        Agree.Within(fit.LowerBound - (data.TotalWeight * 2 * Math.Log(Scale)), scaled.LowerBound, 1e-6 * data.TotalWeight, "bound");
    }

    [Theory]
    [InlineData(WeightPrior.Dirichlet)]
    [InlineData(WeightPrior.DirichletProcess)]
    public void IntegerWeights_EqualRepeatedRows(WeightPrior prior)
    {
        var data = Shapes.Of("a plane");
        var counts = Enumerable.Range(0, data.Rows.Rows).Select(static i => i % 3).ToArray();
        var repeated = data.Pick([.. counts.SelectMany(static (count, i) => Enumerable.Repeat(i, count))], null);
        var weighted = data with { Weights = Array.ConvertAll(counts, static count => (double)count) };
        var one = VariationalGaussianMixture.Fit(repeated.Source, 3, Options("full", prior));
        var other = VariationalGaussianMixture.Fit(weighted.Source, 3, Options("full", prior));
        Agree.Within(one.LowerBound, other.LowerBound, 1e-6 * repeated.TotalWeight, "bound");
    }

    [Fact]
    public void Threads_ChangeNoBit()
    {
        var data = Shapes.Of("many rows");
        VariationalFit Run(int threads) => VariationalGaussianMixture.Fit(data.Source, 6, new VariationalOptions { Restarts = 2, Em = new EmOptions { Threads = threads } });
        Assert.Equal(Run(1).Trace, Run(3).Trace);
    }

    /// <summary>The trapezoidal rule over a wide interval; the tails of Student's t beyond are below the tolerance.</summary>
    [Theory]
    [InlineData(WeightPrior.Dirichlet, "full")]
    [InlineData(WeightPrior.DirichletProcess, "full")]
    [InlineData(WeightPrior.Dirichlet, "spherical")]
    [InlineData(WeightPrior.Dirichlet, "diagonal")]
    public void PredictiveDensity_IntegratesToOne(WeightPrior prior, string structure)
    {
        var line = Shapes.Of("a line");
        var fit = VariationalGaussianMixture.Fit(line.Source, 2, Options(structure, prior) with { DegreesOfFreedom = 12 });
        double[] grid = [.. Enumerable.Range(0, 400_001).Select(static i => -2000 + (i * 0.01))];
        Assert.Equal(1, fit.Model.LogDensity(new RowMatrix(grid, 1)).Sum(Math.Exp) * 0.01, 1e-6);

        var plane = Shapes.Of("a plane");
        var flat = VariationalGaussianMixture.Fit(plane.Source, 3, Options(structure, prior) with { DegreesOfFreedom = 14 });
        const int Side = 901;
        var points = new double[Side * Side * 2];
        for (int i = 0; i < Side * Side; i++)
        {
            points[2 * i] = -45 + (0.1 * (i / Side));
            points[(2 * i) + 1] = -45 + (0.1 * (i % Side));
        }

        Assert.Equal(1, flat.Model.LogDensity(new RowMatrix(points, 2)).Sum(Math.Exp) * 0.01, 1e-4);
    }

    /// <summary>Twenty components offered, three kept: the article's data, concentration 0.1, ten seeds.</summary>
    [Fact]
    public void DirichletProcess_KeepsThreeOfTwenty()
    {
        var rows = ReferenceFile.Rows("three-gaussians.csv");
        int three = Enumerable.Range(0, 10).Count(seed => VariationalGaussianMixture.Fit(
            rows, 20, new VariationalOptions { WeightPrior = WeightPrior.DirichletProcess, WeightConcentration = 0.1, Restarts = 3, Seed = (ulong)seed }).Model.ActiveComponents.Count == 3);
        Assert.InRange(three, 9, 10);
    }

    [Fact]
    public void LearntConcentration_NeverLowersTheBoundAndFollowsTheData()
    {
        var data = Shapes.Of("a plane");
        var fit = VariationalGaussianMixture.Fit(data.Source, 8, new VariationalOptions { WeightPrior = WeightPrior.DirichletProcess, ConcentrationPrior = (1, 1), Restarts = 2 });
        for (int t = 1; t < fit.Trace.Count; t++)
        {
            Assert.True(fit.Trace[t] >= fit.Trace[t - 1] - 1e-8);
        }

        Agree.Within(fit.LowerBound, fit.BoundTerms.Sum, 1e-8, "sum of the terms");
    }

    /// <summary>Concentrations of its own for each component: equal ones are the symmetric prior.</summary>
    [Fact]
    public void GeneralDirichlet_OfEqualNumbersIsTheSymmetricOne()
    {
        var data = Shapes.Of("a plane");
        var symmetric = VariationalGaussianMixture.Fit(data.Source, 3, new VariationalOptions { WeightConcentration = 0.5, Restarts = 2 });
        var general = VariationalGaussianMixture.Fit(data.Source, 3, new VariationalOptions { WeightConcentrations = [0.5, 0.5, 0.5], Restarts = 2 });
        Agree.Within(symmetric.LowerBound, general.LowerBound, 1e-9, "bound");
        Assert.Throws<InputException>(() => VariationalGaussianMixture.Fit(data.Source, 2, new VariationalOptions { WeightConcentrations = [1, 1, 1] }));
    }

    /// <summary>Draws from the predictive have the moments of draws from mixtures of drawn parameters: the data's, nearly, with a thousand rows of one Gaussian.</summary>
    [Fact]
    public void Draws_HaveTheDatasMoments()
    {
        var data = Shapes.Of("many rows");
        foreach (var structure in Shapes.Plain)
        {
            var fit = VariationalGaussianMixture.Fit(data.Source, 1, Options(structure.Name, WeightPrior.Dirichlet));
            var summary = DataSummary.Of(new MemoryRows(fit.Model.Sample(4000, 7)));
            for (int j = 0; j < 5; j++)
            {
                double variance = fit.Model.ExpectedCovariance(0)[j, j];
                Agree.Within(fit.Model.Means[0, j], summary.Mean.Span[j], 5 * Math.Sqrt(variance / 4000), $"{structure}, mean {j}");
                Agree.Relatively(variance, summary.Covariance[j, j], 0.12, $"{structure}, variance {j}");
            }
        }
    }

    [Fact]
    public void ActiveComponents_MakeAPlainMixture()
    {
        var fit = VariationalGaussianMixture.Fit(ReferenceFile.Rows("three-gaussians.csv"), 8, new VariationalOptions { WeightConcentration = 1e-3 });
        var plain = fit.Model.ToGaussianMixture(onlyActive: true);
        Assert.Equal(fit.Model.ActiveComponents.Count, plain.Components);
        Assert.Equal(1, plain.Weights.ToArray().Sum(), 1e-12);
    }

    [Fact]
    public void BadPriors_AreNamed()
    {
        var rows = Shapes.Of("a plane").Rows;
        Assert.Throws<ArgumentOutOfRangeException>(static () => new VariationalOptions { MeanPrecision = 0 });
        Assert.Contains("degrees of freedom are 0.5", Assert.Throws<InputException>(() => VariationalGaussianMixture.Fit(rows, 2, new VariationalOptions { DegreesOfFreedom = 0.5 })).Message, StringComparison.Ordinal);
        Assert.Contains("prior's mean", Assert.Throws<InputException>(() => VariationalGaussianMixture.Fit(rows, 2, new VariationalOptions { Mean = [1] })).Message, StringComparison.Ordinal);
        Assert.Contains("no VEV", Assert.Throws<InputException>(() => VariationalGaussianMixture.Fit(rows, 2, new VariationalOptions { Covariance = CovarianceStructure.VEV })).Message, StringComparison.Ordinal);
    }

    private static VariationalOptions Options(string structure, WeightPrior prior) => new()
    {
        Covariance = Shapes.Structure(structure),
        WeightPrior = prior,
        Restarts = 3,
    };
}
