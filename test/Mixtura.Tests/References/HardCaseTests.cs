using System.Text.Json;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;

namespace Mixtura.Tests.References;

/// <summary>Cases that break careless EM, against the same iterations in 80-bit arithmetic.</summary>
/// <remarks>
/// The tolerance is 1e-10, relative (to the standard deviations for means and covariances). The 80-bit program, run in double precision, differs from
/// itself by up to 4e-15 after ten iterations, and the sums here are formed in another order; 1e-10 leaves room for errors that EM carries on
/// from step to step. Where the data are shifted by 1e8 a double near 1e8 is a multiple of 1.5e-8: the means, of standard deviation about 1,
/// are rounded to that, and what depends on them to first order is off by as much.
/// </remarks>
public class HardCaseTests
{
    private const double Tolerance = 1e-10;
    private const double ToleranceAt1e8 = 5e-8;

    public static TheoryData<string, int> Steps
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in (string[])["constant-column", "duplicated-rows", "k-equals-1", "mixed-scales-3d", "n-equals-k", "offset1e8", "one-dimension", "outlier-moderate", "tiny-scale", "weights"])
            {
                foreach (var step in Case(name).GetProperty("trajectory").EnumerateArray())
                {
                    data.Add(name, step.Integer("iteration"));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Iterations_EqualThoseInExtendedPrecision(string name, int iterations)
    {
        var fit = Fit(name, iterations);
        var expected = Case(name).GetProperty("trajectory").EnumerateArray().Single(step => step.Integer("iteration") == iterations);
        double tolerance = name == "offset1e8" ? ToleranceAt1e8 : Tolerance;
        Agree.Relatively(Case(name).Number("loglik_at_initial"), fit.Trace[0], Tolerance, "bound at the start");
        Agree.Relatively(expected.Number("loglik_at_these_params"), fit.LowerBound, Tolerance, "bound");
        Agree.Parameters(MixtureParameters.Of(expected), MixtureParameters.Of(fit.Model), tolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void IntegerWeights_EqualReplicatedRows(int iterations)
    {
        var weighted = Fit("weights", iterations);
        var replicated = GaussianMixture.Fit(ReferenceFile.Rows("hard-weights-replicated.csv"), 3, Options("weights", iterations));
        Agree.Relatively(replicated.LowerBound, weighted.LowerBound, 1e-13, "bound");
        Agree.Parameters(MixtureParameters.Of(replicated.Model), MixtureParameters.Of(weighted.Model), Tolerance);
        var expected = Case("weights").GetProperty("replicated_trajectory").EnumerateArray().Single(step => step.Integer("iteration") == iterations);
        Agree.Relatively(expected.Number("loglik_at_these_params"), replicated.LowerBound, Tolerance, "bound of the replicated rows");
        Assert.Equal(replicated.Score.Rows, weighted.Score.TotalWeight);
    }

    [Fact]
    public void OneComponent_EqualsTheClosedForm()
    {
        var closed = Case("k-equals-1").GetProperty("closed_form");
        var fit = GaussianMixture.Fit(ReferenceFile.Rows("hard-k-equals-1.csv"), 1);
        Agree.Within(closed.GetProperty("mean").Numbers(), fit.Model.Means.Row(0), 1e-13, "mean");
        Agree.Within(closed.GetProperty("covariance").Matrix().Values.Span, fit.Model.CovarianceOf(0).Values.Span, 1e-13, "covariance");
        Agree.Relatively(closed.Number("loglik"), fit.LowerBound, 1e-13, "log L");
    }

    [Fact]
    public void TinyScale_ShiftsTheBoundByTheLogarithmOfTheScale()
    {
        var rows = ReferenceFile.Rows("hard-tiny-scale.csv");
        var large = new RowMatrix(Array.ConvertAll(rows.Values.ToArray(), static value => value * 1e9), 2);
        double difference = GaussianMixture.Fit(rows, 3).LowerBound - GaussianMixture.Fit(large, 3).LowerBound;
        Agree.Within(rows.Rows * 2 * 9 * Math.Log(10), difference, 1e-6, "log L of the tiny less that of the large");
    }

    [Fact]
    public void ConstantColumn_WithoutRegularization_IsNamed()
    {
        var exception = Assert.Throws<InputException>(() => GaussianMixture.Fit(ReferenceFile.Rows("hard-constant-column.csv"), 2));
        Assert.Contains("feature 2 is 7 in every row", exception.Message, StringComparison.Ordinal);
        Assert.Contains("regularization", exception.Message, StringComparison.Ordinal);
    }

    private static GaussianMixtureFit Fit(string name, int iterations)
    {
        string data = Case(name).Text("data");
        ReadOnlyMemory<double>? weights = name == "weights" ? ReferenceFile.Column(data, "weight") : default(ReadOnlyMemory<double>?);
        var options = Options(name, iterations);
        return GaussianMixture.Fit(ReferenceFile.Rows(data, "weight"), options.Start!.Components, options, weights);
    }

    private static GaussianMixtureOptions Options(string name, int iterations) => new()
    {
        Start = MixtureParameters.Of(Case(name).GetProperty("initial")).ToModel(),
        Regularization = Case(name).Number("reg_added_to_diagonal_each_mstep"),
        Em = new EmOptions { MaxIterations = iterations, Tolerance = 0, Acceleration = false },
    };

    private static JsonElement Case(string name) => ReferenceFile.Json($"hard-{name}.json");
}
