using System.Text.Json;
using Mixtura.Data;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families.StudentT;

/// <summary>Plain EM, step by step, against an independent program.</summary>
public class ReferenceTests
{
    [Theory]
    [InlineData("fixed_nu_4", 4)]
    [InlineData("estimated_nu_from_10", 10)]
    public void EmSteps_AreTheReferences(string fit, double first)
    {
        var reference = ReferenceFile.Json("student-t.json");
        var rows = new MemoryRows(ReferenceFile.Rows("student-t.csv"));
        var family = new StudentTFamily(CovarianceStructure.Full, first == 4 ? DegreesOfFreedom.Fixed(4) : DegreesOfFreedom.Estimated);
        var start = StudentTParameters.Of(Read(reference.GetProperty("initial")).ToModel().Parameters, [first, first]);
        foreach (var step in reference.GetProperty("fits").GetProperty(fit).EnumerateArray())
        {
            int iterations = step.Integer("iterations");
            var result = Mixed.Plain(family, start, rows, iterations);
            Agree.Relatively(step.Number("loglik"), result.LowerBound, 1e-12, $"log-likelihood after {iterations}");
            Agree.Parameters(Read(step), Mixed.Plain(result.Model), 1e-8, $"after {iterations}");
            double[] freedoms = step.GetProperty("nu").Numbers();
            for (int k = 0; k < freedoms.Length; k++)
            {
                Agree.Relatively(freedoms[k], result.Model.DegreesOfFreedom[k], 1e-8, $"degrees of freedom {k} after {iterations}");
            }
        }
    }

    [Theory]
    [InlineData("fixed_nu_4", 4)]
    [InlineData("estimated_nu_from_10", 10)]
    public void AcceleratedEm_EndsThere_InFewPasses(string fit, double first)
    {
        var reference = ReferenceFile.Json("student-t.json");
        var rows = new MemoryRows(ReferenceFile.Rows("student-t.csv"));
        var family = new StudentTFamily(CovarianceStructure.Full, first == 4 ? DegreesOfFreedom.Fixed(4) : DegreesOfFreedom.Estimated);
        var start = StudentTParameters.Of(Read(reference.GetProperty("initial")).ToModel().Parameters, [first, first]);
        var result = Mixed.Run(family, start, rows, new());
        Agree.Within(reference.GetProperty("fits").GetProperty(fit).EnumerateArray().Last().Number("loglik"), result.LowerBound, 1e-6, "log-likelihood");
        Assert.InRange(result.Passes, 1, 50);
    }

    private static MixtureParameters Read(JsonElement json) => new(
        json.GetProperty("weights").Numbers(), json.GetProperty("locations").Rows(), [.. json.GetProperty("scales").EnumerateArray().Select(static matrix => matrix.Rows())]);
}
