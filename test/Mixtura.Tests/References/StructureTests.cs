using System.Text.Json;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;

namespace Mixtura.Tests.References;

/// <summary>The fourteen structures against exact M-steps by an independent program, and against mclust's.</summary>
public class StructureTests
{
    // EVE and VVE have several optima: a better one is as good
    private static readonly string[] WithSeveralOptima = ["EVE", "VVE"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string file in (string[])["faithful-random-z", "iris-random-z", "iris-label-z"])
            {
                foreach (var structure in CovarianceStructure.All)
                {
                    data.Add(file, structure.MclustName);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MStep_IsTheExactOne(string file, string model)
    {
        var (reference, stepped, rows) = Stepped("own-mstep14", file, model);
        var expected = MixtureParameters.Of(reference.GetProperty("mstep"));
        double better = CompleteLogLikelihood(stepped, rows, file) - reference.GetProperty("mstep").Number("expected_complete_loglik");
        if (WithSeveralOptima.Contains(model) && better > 1e-6)
        {
            return;
        }

        Agree.Within(0, better, 1e-7, "expected complete log-likelihood");
        Agree.Parameters(expected, MixtureParameters.Of(new GaussianMixture(stepped, [])), WithSeveralOptima.Contains(model) ? 1e-6 : 1e-8, "M-step");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EmFromThere_ReachesTheSameLogLikelihood(string file, string model)
    {
        var (reference, stepped, rows) = Stepped("own-mstep14", file, model);
        var result = ExpectationMaximization.Run(
            new GaussianFamily(0, null), stepped, new MemoryRows(rows), new EmOptions { Acceleration = false, Tolerance = 1e-13, MaxIterations = 50_000 });
        double expected = reference.GetProperty("em").Number("loglik");
        if (WithSeveralOptima.Contains(model) && result.LowerBound > expected)
        {
            return;
        }

        // the reference stops at a relative change of 1e-12 a step: where EM is slow that is some 1e-6 before the limit
        Assert.True(result.LowerBound >= expected - 1e-7, $"{result.LowerBound:R} below {expected:R}");
        Agree.Within(expected, result.LowerBound, 1e-4, "log-likelihood");
        for (int t = 1; t < result.Trace.Count; t++)
        {
            Assert.True(result.Trace[t] >= result.Trace[t - 1] - 1e-9, $"step {t}: {result.Trace[t - 1]:R} → {result.Trace[t]:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MStep_IsMclusts(string file, string model)
    {
        var (reference, stepped, rows) = Stepped("mclust-mstep", file, model);
        var step = reference.GetProperty("mstep");
        double better = CompleteLogLikelihood(stepped, rows, file) - step.Number("expected_complete_loglik");
        if (WithSeveralOptima.Contains(model))
        {
            Assert.True(better >= -1e-6, $"{-better:R} below mclust's");
            return;
        }

        var expected = new MixtureParameters(
            step.GetProperty("pro").Numbers(), step.GetProperty("mean").Rows(), [.. step.GetProperty("sigma").EnumerateArray().Select(static matrix => matrix.Rows())]);
        Agree.Parameters(expected, MixtureParameters.Of(new GaussianMixture(stepped, [])), 1e-6, "M-step");
    }

    /// <summary>mclust's ICL takes the log of the winning responsibility for the entropy; at its converged runs ours is the same number.</summary>
    [Theory]
    [InlineData("VVV")]
    [InlineData("EEE")]
    [InlineData("VVI")]
    [InlineData("VEV")]
    public void MclustsIcl_IsGivenToo(string model)
    {
        var (reference, stepped, rows) = Stepped("mclust-mstep", "iris-label-z", model);
        var result = ExpectationMaximization.Run(
            new GaussianFamily(0, null), stepped, new MemoryRows(rows), new EmOptions { Acceleration = false, Tolerance = 1e-13, MaxIterations = 50_000 });
        var me = reference.GetProperty("me");
        var score = new GaussianMixture(result.Model, []).Score(rows);
        Agree.Within(-me.Number("entropy_map"), score.Doubt, 1e-4, "doubt");
        Agree.Within(me.Number("bic"), -score.Criteria.Bic, 1e-4, "BIC");
        Agree.Within(me.Number("bic") + (2 * me.Number("entropy_map")), score.MclustIcl, 3e-4, "ICL");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_AreCountedAsMclustDoes(string file, string model)
    {
        var (reference, stepped, rows) = Stepped("mclust-mstep", file, model);
        int counted = (stepped.Components * rows.Columns) + stepped.Components - 1 + stepped.Structure.ParameterCount(stepped.Components, rows.Columns);
        Assert.Equal(reference.Integer("df"), counted);
    }

    private static (JsonElement Reference, GaussianParameters Stepped, RowMatrix Rows) Stepped(string kind, string file, string model)
    {
        var json = ReferenceFile.Json($"{kind}-{file}.json");
        var reference = json.GetProperty("models").EnumerateArray().Single(item => item.Text("model") == model);
        var rows = ReferenceFile.Rows(json.Text("data"));
        var stepped = SoftMaximization.Of(new GaussianFamily(0, null), rows, Responsibilities(file), CovarianceStructure.Find(model)!);
        return (reference, stepped, rows);
    }

    private static double[][] Responsibilities(string file)
    {
        if (file == "iris-label-z")
        {
            // 50 rows of each of three species, in order
            return [.. Enumerable.Range(0, 150).Select(static i => Enumerable.Range(0, 3).Select(k => i / 50 == k ? 1.0 : 0.0).ToArray())];
        }

        var z = ReferenceFile.Rows(file == "iris-random-z" ? "z-random-iris-G3.csv" : "z-random-faithful-G2.csv");
        return [.. Enumerable.Range(0, z.Rows).Select(i => z.Row(i).ToArray())];
    }

    // Σᵢₖ zᵢₖ (log πₖ + log fₖ(xᵢ))
    private static double CompleteLogLikelihood(GaussianParameters parameters, RowMatrix rows, string file)
    {
        var z = Responsibilities(file);
        double sum = 0;
        for (int k = 0; k < parameters.Components; k++)
        {
            var one = new GaussianMixture(Component(parameters, k), []).LogDensity(rows);
            sum += one.Select((density, i) => z[i][k] * (Math.Log(parameters.Weights[k]) + density)).Sum();
        }

        return sum;
    }

    private static GaussianParameters Component(GaussianParameters parameters, int component)
    {
        var covariance = new double[parameters.Features * parameters.Features];
        parameters.Structure.WriteCovariance(parameters, component, covariance);
        return GaussianParameters.From(CovarianceStructure.Full, parameters.Features, [1], parameters.Mean(component), covariance);
    }
}
