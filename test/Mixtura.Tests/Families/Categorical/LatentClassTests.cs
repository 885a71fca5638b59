using System.Text.Json;
using Mixtura.Estimation;
using Mixtura.Families.Categorical;
using Mixtura.Mixtures;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families.Categorical;

/// <summary>Latent classes against numbers of independent programs.</summary>
public class LatentClassTests
{
    private static readonly EmOptions Textbook = new() { Acceleration = false, Tolerance = 0 };

    [Fact]
    public void PlainEm_TakesTheSameSteps()
    {
        var (rows, levels) = Questionnaires.Read("categorical.csv");
        JsonElement[] trajectory = [.. ReferenceFile.Json("categorical.json").GetProperty("trajectory").EnumerateArray()];
        var family = new CategoricalFamily(levels);
        var start = Questionnaires.At(trajectory[0], levels);
        foreach (var point in trajectory)
        {
            int iterations = point.Integer("iteration");
            var result = iterations == 0 ? null : ExpectationMaximization.Run(family, start, rows, Textbook with { MaxIterations = iterations });
            var model = result?.Model ?? start;
            var expected = Questionnaires.At(point, levels);
            string at = $"iteration {iterations}: ";
            Agree.Within(point.Number("log_likelihood"), new Mixture<CategoricalParameters, Sums>(family, model).Score(rows).LogLikelihood, 1e-8, at + "log likelihood");
            Agree.Within(expected.Weights, model.Weights, 1e-8, at + "weights");
            Agree.Within(expected.Probabilities, model.Probabilities, 1e-8, at + "probabilities");
        }
    }

    /// <remarks>poLCA's fourth class of carcinoma is found by nine of forty random starts; its convergence is loose, so a fit may end a little above.</remarks>
    [Theory]
    [InlineData("lca-carcinoma", 1)]
    [InlineData("lca-carcinoma", 2)]
    [InlineData("lca-carcinoma", 3)]
    [InlineData("lca-carcinoma", 4)]
    [InlineData("lca-gss82", 1)]
    [InlineData("lca-gss82", 2)]
    [InlineData("lca-gss82", 3)]
    [InlineData("lca-gss82", 4)]
    public void DefaultFit_FindsTheKnownOptimum_WhateverTheSeed(string name, int classes)
    {
        var (rows, levels) = Questionnaires.Read(name + ".csv");
        var known = ReferenceFile.Json(name + ".json").GetProperty("fits").EnumerateArray().Single(fit => fit.Integer("classes") == classes);
        for (ulong seed = 0; seed < 10; seed++)
        {
            var fit = Mixture.Fit(new CategoricalFamily(levels), rows, classes, new MixtureOptions { Seed = seed });
            double found = fit.Score.LogLikelihood;
            Assert.True(found >= known.Number("log_likelihood") - 1e-5 && found <= known.Number("log_likelihood") + 1e-3, $"seed {seed}: {found} where {known.Number("log_likelihood")} is known");
            Assert.Equal(known.Integer("parameters"), fit.Model.ParameterCount);
            Assert.Null(fit.Degeneracy);
        }
    }
}
