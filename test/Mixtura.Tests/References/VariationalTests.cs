using System.Text.Json;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Tests.References;

/// <summary>Variational Bayes against exact evidences, and against an independent program step by step.</summary>
public class VariationalTests
{
    /// <summary>With one component nothing is approximated: the bound is the log evidence.</summary>
    [Fact]
    public void OneComponent_IsTheExactEvidence()
    {
        foreach (var item in ReferenceFile.Json("vb-exact-evidence.json").GetProperty("exact_cases").EnumerateArray())
        {
            var rows = item.GetProperty("X").Matrix();
            var fit = VariationalGaussianMixture.Fit(rows, 1, Priors(item) with { Restarts = 1 });
            Agree.Relatively(item.Number("log_evidence"), fit.LowerBound, 1e-10, "bound");
            Agree.Relatively(fit.LowerBound, fit.BoundTerms.Sum, 1e-12, "sum of the terms");
            var terms = item.GetProperty("terms");
            Agree.Within(terms.Number("E_ln_p_X"), fit.BoundTerms.LogData, 1e-9, "E ln p(X)");
            Agree.Within(terms.Number("E_ln_p_mu_Lambda"), fit.BoundTerms.LogParameters, 1e-9, "E ln p(μ, Λ)");
            Agree.Within(terms.Number("E_ln_q_mu_Lambda"), fit.BoundTerms.LogParameterPosterior, 1e-9, "E ln q(μ, Λ)");
        }
    }

    [Fact]
    public void TwoComponents_BoundTheEvidenceFromBelow()
    {
        var item = ReferenceFile.Json("vb-exact-evidence.json").GetProperty("two_component_case");
        var rows = new RowMatrix(item.GetProperty("X").EnumerateArray().Select(static x => x[0].GetDouble()).ToArray(), 1);
        var fit = VariationalGaussianMixture.Fit(rows, 2, Priors(item) with { Restarts = 40 });
        Assert.True(fit.LowerBound <= item.Number("exact_log_evidence_by_enumeration"));
        Agree.Within(item.Number("best_bound"), fit.LowerBound, 1e-6, "best bound");
    }

    [Theory]
    [InlineData("vb-three-gaussians")]
    [InlineData("vb-faithful")]
    public void Iterations_EqualTheIndependentTrajectory(string file)
    {
        var json = ReferenceFile.Json($"{file}.json");
        var rows = ReferenceFile.Rows(json.Text("data"));
        foreach (var setting in json.GetProperty("settings").EnumerateArray())
        {
            var prior = new VariationalPrior(Priors(setting.GetProperty("priors")), DataSummary.Of(new MemoryRows(rows)));
            var family = new VariationalFamily(prior);
            var start = FromResponsibilities(family, rows, json.Text("resp"));
            foreach (var point in setting.GetProperty("trajectory").EnumerateArray())
            {
                var result = ExpectationMaximization.Run(
                    family, start, new MemoryRows(rows), new EmOptions { Tolerance = 0, MaxIterations = point.Integer("iteration"), Acceleration = false });
                string what = $"iteration {point.Integer("iteration")}";
                Agree.Relatively(point.Number("bound_after_next_estep"), result.LowerBound, 1e-10, $"{what}: bound");
                SamePosterior(point.GetProperty("posterior"), new VariationalGaussianMixture(result.Model, prior, []), what);
                SameTerms(point.GetProperty("terms_after_mstep"), family, result.Model, rows, what);
            }
        }
    }

    [Theory]
    [InlineData("vb-best-by-C-three-gaussians", "three-gaussians.csv", 3)]
    [InlineData("vb-best-by-C-faithful", "faithful.csv", 2)]
    public void BestBoundByC_IsReachedAndPeaksAtTheTruth(string file, string data, int peak)
    {
        var rows = ReferenceFile.Rows(data);
        var bounds = new List<double>();
        foreach (var best in ReferenceFile.Json($"{file}.json").GetProperty("best").EnumerateArray())
        {
            var fit = VariationalGaussianMixture.Fit(rows, best.Integer("C"), new VariationalOptions { Restarts = 30 });
            Assert.True(fit.LowerBound >= best.Number("bound") - 1e-6, $"C = {best.Integer("C")}: {fit.LowerBound:R} below {best.Number("bound"):R}");
            Assert.Equal(StopReason.Converged, fit.StopReason);
            bounds.Add(fit.LowerBound);
        }

        Assert.Equal(peak, bounds.IndexOf(bounds.Max()) + 1);
    }

    /// <summary>scikit-learn's posteriors after 1 and 20 iterations, full covariances, both weight priors, without its ridge. Its other covariance types have updates
    /// of their own that belong to no prior (an average count for tied, a Wishart's log determinant for diagonal ones): they cannot be equal and exact.</summary>
    [Fact]
    public void FullCovariances_HaveScikitLearnsPosteriors()
    {
        var json = ReferenceFile.Json("sklearn-bgm-faithful.json");
        var rows = ReferenceFile.Rows("faithful.csv");
        foreach (var item in json.GetProperty("fits").EnumerateArray().Where(static one => one.Text("covariance_type") == "full" && one.Number("reg_covar") == 0))
        {
            var priors = item.GetProperty("priors");
            var options = new VariationalOptions
            {
                WeightPrior = item.Text("weight_concentration_prior_type") == "dirichlet_process" ? WeightPrior.DirichletProcess : WeightPrior.Dirichlet,
                WeightConcentration = priors.Number("weight_concentration_prior"),
                MeanPrecision = priors.Number("mean_precision_prior"),
                Mean = priors.GetProperty("mean_prior").Numbers(),
                DegreesOfFreedom = priors.Number("degrees_of_freedom_prior"),
                InverseScale = priors.GetProperty("covariance_prior").Matrix(),
            };
            var prior = new VariationalPrior(options, DataSummary.Of(new MemoryRows(rows)));
            var family = new VariationalFamily(prior);
            var result = ExpectationMaximization.Run(
                family, FromResponsibilities(family, rows, json.Text("resp")), new MemoryRows(rows), new EmOptions { Tolerance = 0, MaxIterations = item.Integer("iterations") });
            var model = new VariationalGaussianMixture(result.Model, prior, []);
            var expected = item.GetProperty("posterior");
            Agree.Within(expected.GetProperty("mean_precision").Numbers(), [.. model.MeanPrecision], 1e-8 * 300, "mean precision");
            Agree.Within(expected.GetProperty("degrees_of_freedom").Numbers(), [.. model.DegreesOfFreedom], 1e-8 * 300, "degrees of freedom");
            Agree.Within(item.GetProperty("expected_weights").Numbers(), Normalized(model.ExpectedWeights), 1e-8, "weights");
            for (int k = 0; k < 3; k++)
            {
                Agree.Within(expected.GetProperty("means").Rows()[k], model.Means.Row(k), 1e-8 * 100, $"mean {k}");
                double[] covariance = [.. expected.GetProperty("covariances")[k].Rows().SelectMany(static row => row)];
                Agree.Within(covariance, model.ExpectedCovariance(k).Values.Span, 1e-8 * covariance.Max(), $"covariance {k}");
            }
        }
    }

    // scikit-learn's weights of a process are made to add up to 1
    private static double[] Normalized(IReadOnlyList<double> weights) => [.. weights.Select(weight => weight / weights.Sum())];

    private static VariationalPosterior FromResponsibilities(VariationalFamily family, RowMatrix rows, string file)
    {
        var z = ReferenceFile.Rows(file);
        double[][] responsibilities = [.. Enumerable.Range(0, z.Rows).Select(i => z.Row(i).ToArray())];
        return SoftMaximization.Statistics(rows, responsibilities, CovarianceStructure.Full, (current, statistics) => family.FromStatistics(current, statistics));
    }

    private static void SamePosterior(JsonElement expected, VariationalGaussianMixture model, string what)
    {
        for (int k = 0; k < model.Components; k++)
        {
            Agree.Relatively(expected.GetProperty("alpha").Numbers()[k], model.WeightConcentration[k], 1e-9, $"{what}: α {k}");
            Agree.Relatively(expected.GetProperty("beta").Numbers()[k], model.MeanPrecision[k], 1e-9, $"{what}: β {k}");
            Agree.Relatively(expected.GetProperty("nu").Numbers()[k], model.DegreesOfFreedom[k], 1e-9, $"{what}: ν {k}");
            Agree.Within(expected.GetProperty("m").Rows()[k], model.Means.Row(k), 1e-8, $"{what}: m {k}");
            double[] scale = [.. expected.GetProperty("W")[k].Rows().SelectMany(static row => row)];
            Agree.Within(scale, model.ScaleMatrix(k).Values.Span, 1e-9 * scale.Max(Math.Abs), $"{what}: W {k}");
        }
    }

    // those of the parameters; those of the rows belong to the E-step before
    private static void SameTerms(JsonElement expected, VariationalFamily family, VariationalPosterior posterior, RowMatrix rows, string what)
    {
        using var pass = new BlockPass<VariationalPosterior, GaussianStatistics>(family, posterior, new MemoryRows(rows), 1);
        pass.TryExpect(posterior, CancellationToken.None, out double bound);
        var terms = family.Terms(posterior, pass.Statistics, bound);
        Agree.Within(expected.Number("E_ln_p_pi"), terms.LogWeights, 1e-7, $"{what}: E ln p(π)");
        Agree.Within(expected.Number("E_ln_q_pi"), terms.LogWeightPosterior, 1e-7, $"{what}: E ln q(π)");
        Agree.Within(expected.Number("E_ln_p_mu_Lambda"), terms.LogParameters, 1e-7, $"{what}: E ln p(μ, Λ)");
        Agree.Within(expected.Number("E_ln_q_mu_Lambda"), terms.LogParameterPosterior, 1e-7, $"{what}: E ln q(μ, Λ)");
        Agree.Within(bound, terms.Sum, 1e-7, $"{what}: sum");
    }

    private static VariationalOptions Priors(JsonElement item) => new()
    {
        WeightConcentration = item.Number("alpha0"),
        MeanPrecision = item.Number("beta0"),
        Mean = item.GetProperty("m0").Numbers(),
        DegreesOfFreedom = item.Number("nu0"),
        InverseScale = Inverse(item.GetProperty("W0").Rows()),
    };

    private static RowMatrix Inverse(double[][] matrix)
    {
        var inverse = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowArrays(matrix).Inverse();
        return RowMatrix.Copy(inverse.ToRowArrays());
    }
}
