using System.Text;
using System.Text.Json;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Storage;

namespace Mixtura.Tests.References;

/// <summary>A variational mixture as a mixture, against scipy's t's and digammas: the models are files of chosen posteriors.</summary>
public class VariationalPredictiveTests
{
    private static readonly JsonElement Reference = ReferenceFile.Json("variational-predictive.json");
    private static readonly RowMatrix Rows = Reference.GetProperty("X").Matrix();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Reference.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void DensitiesAndResponsibilities_AreThoseOfTheFormulas(int number)
    {
        var item = Reference.GetProperty("cases")[number];
        Mixture model = Load(item);
        Same(item, model, Rows, "whole");

        var marginal = item.GetProperty("marginal");
        int[] features = [.. marginal.GetProperty("features").Numbers().Select(static j => (int)j)];
        var part = RowMatrix.Copy([.. Enumerable.Range(0, Rows.Rows).Select(i => Array.ConvertAll(features, j => Rows[i, j]))]);
        Same(marginal, model.Marginal(features), part, "marginal");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WeightsAndMoments_AreThoseOfThePredictiveDensity(int number)
    {
        var item = Reference.GetProperty("cases")[number];
        var model = Load(item);
        double[] expected = item.GetProperty("expectedWeights").Numbers();
        Assert.Equal("variational-gaussian", model.Family);
        Agree.Within(expected, [.. model.ExpectedWeights], 1e-13, "expected weights");
        Agree.Within([.. expected.Select(weight => weight / expected.Sum())], model.Weights.Span, 1e-13, "weights");
        for (int k = 0; k < model.Components; k++)
        {
            var (means, deviations) = model.MomentsOf(k);
            Agree.Exactly(model.Means.Row(k), means, $"means of {k}");
            Agree.Within(item.GetProperty("deviations").Rows()[k], deviations, 1e-11 * deviations.Max(), $"deviations of {k}");
            Agree.Within(item.GetProperty("correlation_0_2").Numbers()[k], model.CorrelationOf(k, 0, 2), 1e-12, $"correlation of {k}");

            // what is seen of a feature does not depend on which others are looked at
            Agree.Within([deviations[2], deviations[0]], model.Marginal(2, 0).MomentsOf(k).Deviations, 1e-11 * deviations.Max(), $"marginal deviations of {k}");
        }
    }

    private static void Same(JsonElement expected, Mixture model, RowMatrix rows, string what)
    {
        double[] densities = expected.GetProperty("logDensity").Numbers();
        Agree.Within(densities, model.LogDensity(rows), 1e-10 * densities.Max(Math.Abs), $"{what}: log density");
        double[][] responsibilities = expected.GetProperty("responsibilities").Rows();
        var found = model.Responsibilities(rows);
        int[] labels = model.Predict(rows);
        for (int i = 0; i < rows.Rows; i++)
        {
            Agree.Within(responsibilities[i], found.Row(i), 1e-10, $"{what}: responsibilities of row {i}");
            Assert.Equal(MixtureScorer.IndexOfLargest(responsibilities[i]), labels[i]);
        }
    }

    private static VariationalGaussianMixture Load(JsonElement item)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(item.GetProperty("model").GetRawText()));
        return Assert.IsType<VariationalGaussianMixture>(ModelFile.Load(stream, "model.json").Model);
    }
}
