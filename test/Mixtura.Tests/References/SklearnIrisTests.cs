using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;

namespace Mixtura.Tests.References;

/// <summary>scikit-learn's <c>GaussianMixture</c> on iris after one and ten iterations, from precisions that are written out.</summary>
public class SklearnIrisTests
{
    private static readonly JsonElement File = ReferenceFile.Json("sklearn-gmm-iris.json");

    public static TheoryData<string, double, int> Fits
    {
        get
        {
            var data = new TheoryData<string, double, int>();
            foreach (var fit in File.GetProperty("fits").EnumerateArray())
            {
                data.Add(fit.Text("covariance_type"), fit.Number("reg_covar"), fit.Integer("iterations"));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Iterations_EqualSklearns(string type, double regularization, int iterations)
    {
        var expected = File.GetProperty("fits").EnumerateArray().Single(fit =>
            fit.Text("covariance_type") == type && fit.Number("reg_covar").Equals(regularization) && fit.Integer("iterations") == iterations);
        var rows = ReferenceFile.Rows("iris.csv");
        var fit = GaussianMixture.Fit(rows, 3, new GaussianMixtureOptions
        {
            Start = Start(type),
            Regularization = regularization,
            Em = new EmOptions { MaxIterations = iterations, Tolerance = 0, Acceleration = false },
        });

        Agree.Parameters(Parameters(expected, type), MixtureParameters.Of(fit.Model), 1e-8);
        Agree.Within(expected.Number("score_per_sample") * 150, fit.LowerBound, 1e-8, "log L");
        Agree.Within(expected.Number("lower_bound_per_sample") * 150, fit.Trace[^2], 1e-8, "the bound of the step before");
        Agree.Within(expected.Number("aic_smaller_better"), fit.Criteria.Aic, 1e-8, "AIC");
        Agree.Within(expected.Number("bic_smaller_better"), fit.Criteria.Bic, 1e-8, "BIC");
        Assert.Equal(expected.Integer("n_parameters"), fit.Model.ParameterCount);
    }

    private static GaussianMixture Start(string type)
    {
        var initial = File.GetProperty("initial");
        var precisions = initial.GetProperty("precisions").GetProperty(type);
        var covariances = Matrices(precisions, type).Select(static precision => Symmetric(precision.Inverse()));
        return GaussianMixture.Create(
            initial.GetProperty("weights").Numbers(), initial.GetProperty("means").Matrix(),
            [.. covariances.Select(static matrix => RowMatrix.Copy(matrix.ToArray()))], Structure(type));
    }

    private static MixtureParameters Parameters(JsonElement fit, string type) => new(
        fit.GetProperty("weights").Numbers(),
        fit.GetProperty("means").Rows(),
        [.. Matrices(fit.GetProperty("covariances"), type).Select(static matrix => matrix.ToRowArrays())]);

    // scikit-learn's shapes: full K×D×D, tied D×D, diag K×D, spherical K
    private static Matrix<double>[] Matrices(JsonElement array, string type) => type switch
    {
        "full" => [.. array.EnumerateArray().Select(static matrix => Matrix<double>.Build.DenseOfRows(matrix.Rows()))],
        "tied" => [.. Enumerable.Repeat(Matrix<double>.Build.DenseOfRows(array.Rows()), 3)],
        "diag" => [.. array.Rows().Select(Matrix<double>.Build.DenseOfDiagonalArray)],
        _ => [.. array.Numbers().Select(static variance => Matrix<double>.Build.DenseDiagonal(4, variance))],
    };

    private static CovarianceStructure Structure(string type) => type == "diag" ? CovarianceStructure.Diagonal : CovarianceStructure.Find(type)!;

    private static Matrix<double> Symmetric(Matrix<double> matrix) => (matrix + matrix.Transpose()) / 2;
}
