using System.Text.Json;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Laws;

namespace Mixtura.Tests.References;

/// <summary>Priors on means and covariances: that of Fraley and Raftery against mclust's <c>priorControl()</c>, both against what a prior promises.</summary>
public class PriorTests
{
    public static TheoryData<string> Models => ["VVV", "EEE", "VVI", "VII"];

    [Theory]
    [MemberData(nameof(Models))]
    public void FraleyRaftery_HasMclustsMStepAndOptimum(string model)
    {
        var reference = Reference().GetProperty("models").EnumerateArray().Single(item => item.Text("model") == model);
        var rows = ReferenceFile.Rows("iris.csv");
        var structure = CovarianceStructure.Find(model)!;
        var summary = DataSummary.Of(new Mixtura.Data.MemoryRows(rows));
        var family = new GaussianFamily(0, null, CovariancePrior.FraleyRaftery.For(summary, structure, 3));
        var stepped = SoftMaximization.Of(family, rows, Responsibilities(), structure);
        Agree.Parameters(Expected(reference.GetProperty("mstep")), MixtureParameters.Of(new GaussianMixture(stepped, [])), 1e-9, "M-step");

        var result = ExpectationMaximization.Run(family, stepped, new Mixtura.Data.MemoryRows(rows), new EmOptions { Acceleration = false, Tolerance = 1e-12, MaxIterations = 50_000 });
        double logLikelihood = new GaussianMixture(result.Model, []).Score(rows).LogLikelihood;

        // mclust stops at a relative gain of 1e-5 of its bound by default; where it went further the numbers agree closely
        Agree.Within(reference.GetProperty("me").Number("loglik"), logLikelihood, 0.05, "log-likelihood");
    }

    [Theory]
    [InlineData("conjugate")]
    [InlineData("fraley-raftery")]
    public void AnyNumberOfComponents_FitsSoundly(string prior)
    {
        foreach (var structure in Shapes.Plain)
        {
            var fit = GaussianMixture.Fit(ReferenceFile.Rows("iris.csv"), 25, new GaussianMixtureOptions { Covariance = structure, Prior = CovariancePrior.Find(prior), Restarts = 1 });
            Assert.Null(fit.Degeneracy);
            Assert.True(fit.Converged, $"{structure}: {fit.StopReason}");
        }
    }

    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void BoundWithThePrior_NeverFalls(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        foreach (var prior in CovariancePrior.All)
        {
            foreach (bool accelerated in (bool[])[false, true])
            {
                var fit = Fits.Run(data, structure, new() { Prior = prior, Restarts = 1, Em = new EmOptions { MaxIterations = 60, Tolerance = 0, Acceleration = accelerated } });
                double rounding = 1e-12 * (Math.Abs(fit.LowerBound) + (data.TotalWeight * 30));
                for (int t = 1; t < fit.Trace.Count; t++)
                {
                    Assert.True(fit.Trace[t] >= fit.Trace[t - 1] - rounding, $"{prior}, iteration {t}: {fit.Trace[t - 1]:R} → {fit.Trace[t]:R}");
                }

                Agree.Within(fit.Trace[^1], fit.LowerBound, rounding, "bound");
            }
        }
    }

    private static JsonElement Reference() => ReferenceFile.Json("mclust-prior-iris.json");

    private static double[][] Responsibilities()
    {
        var z = ReferenceFile.Rows("z-random-iris-G3.csv");
        return [.. Enumerable.Range(0, z.Rows).Select(i => z.Row(i).ToArray())];
    }

    private static MixtureParameters Expected(JsonElement json) => new(
        json.GetProperty("pro").Numbers(), json.GetProperty("mean").Rows(), [.. json.GetProperty("sigma").EnumerateArray().Select(static matrix => matrix.Rows())]);
}
