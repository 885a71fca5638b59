using System.Text.Json;
using Mixtura.Gaussian;

namespace Mixtura.Tests.References;

/// <summary>Marginal and conditional of a 4-d mixture, against the textbook formulas in numpy and scipy.</summary>
public class ConditionalMarginalTests
{
    private static readonly JsonElement File = ReferenceFile.Json("conditional-marginal.json");
    private static readonly GaussianMixture Joint = MixtureParameters.Of(File.GetProperty("mixture")).ToModel();

    [Fact]
    public void LogDensity_EqualsScipys() =>
        Agree.Within(File.GetProperty("logpdf_4d").Numbers(), Joint.LogDensity(File.GetProperty("points_4d").Matrix()), 1e-11, "log p");

    [Fact]
    public void Marginal_EqualsTheFormula() => Compare(File.GetProperty("marginal"), Joint.Marginal(0, 2));

    [Fact]
    public void Conditional_EqualsTheFormula()
    {
        var expected = File.GetProperty("conditional");
        Compare(expected, Joint.Conditional([0, 2], expected.GetProperty("given_values").Numbers()));
    }

    [Fact]
    public void JointDensity_IsMarginalTimesConditional()
    {
        var points = File.GetProperty("points_4d").Matrix();
        var joint = Joint.LogDensity(points);
        for (int i = 0; i < points.Rows; i++)
        {
            double[] known = [points[i, 0], points[i, 2]];
            double product = Joint.Marginal(0, 2).LogDensity(new Data.RowMatrix(known, 2))[0]
                + Joint.Conditional([0, 2], known).LogDensity(new Data.RowMatrix(new[] { points[i, 1], points[i, 3] }, 2))[0];
            Agree.Within(joint[i], product, 1e-11, $"log p of point {i}");
        }
    }

    private static void Compare(JsonElement expected, GaussianMixture model)
    {
        Agree.Parameters(MixtureParameters.Of(expected), MixtureParameters.Of(model), 1e-11);
        Agree.Within(expected.GetProperty("logpdf").Numbers(), model.LogDensity(expected.GetProperty("points").Matrix()), 1e-11, "log p");
    }
}
