using MathNet.Numerics.LinearAlgebra;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Models;

public class ProbabilisticPcaTests
{
    private const int Features = 5;
    private const int Scores = 2;

    /// <summary>Tipping and Bishop (1999): σ² is the mean of the smallest D − Q eigenvalues of the data's covariance S, and WWᵀ + σ²I is S with those
    /// eigenvalues replaced by σ².</summary>
    [Fact]
    public void ConvergedFit_EqualsTheClosedForm()
    {
        var rows = Data(400);
        var (mean, s) = Moments(rows);
        var eigen = s.Evd(Symmetricity.Symmetric);
        double variance = eigen.EigenValues.Take(Features - Scores).Average(static value => value.Real);
        var kept = eigen.EigenValues.Select((value, j) => j < Features - Scores ? variance : value.Real).ToArray();
        var covariance = eigen.EigenVectors * Matrix<double>.Build.DenseOfDiagonalArray(kept) * eigen.EigenVectors.Transpose();
        double logLikelihood = -0.5 * rows.Rows * ((Features * Math.Log(2 * Math.PI)) + kept.Sum(Math.Log) + covariance.Solve(s).Trace());

        var result = Run(rows, mean, new EmOptions { MaxIterations = 5000, Tolerance = 1e-15 });
        Assert.Equal(StopReason.Converged, result.StopReason);
        Agree.Within(logLikelihood, result.LowerBound, 1e-8, "log L");

        // log L is flat at its maximum: an error of 1e-11 in it, EM's last gain, is its square root in the parameters
        Agree.Within(variance, result.Model.Variance, 1e-6, "σ²");
        Agree.Within(covariance.ToColumnMajorArray(), CovarianceOf(result.Model).ToColumnMajorArray(), 1e-5, "WWᵀ + σ²I");
    }

    [Fact]
    public void LogLikelihood_EqualsThatOfTheMarginalGaussian()
    {
        var rows = Data(50);
        var (mean, s) = Moments(rows);
        var start = Start(mean);
        var c = CovarianceOf(start);
        double expected = -0.5 * rows.Rows * ((Features * Math.Log(2 * Math.PI)) + Math.Log(c.Determinant()) + c.Solve(s).Trace());
        Agree.Relatively(expected, Run(rows, mean, new EmOptions { MaxIterations = 0 }).LowerBound, 1e-12, "log L");
    }

    [Fact]
    public void LowerBound_NeverFalls()
    {
        var rows = Data(400);
        var trace = Run(rows, Moments(rows).Mean, new EmOptions { MaxIterations = 200, Tolerance = 0 }).Trace;
        for (int t = 1; t < trace.Count; t++)
        {
            Assert.True(trace[t] >= trace[t - 1] - (1e-12 * Math.Abs(trace[t])), $"iteration {t}: {trace[t - 1]:R} → {trace[t]:R}");
        }
    }

    private static EmResult<PrincipalSubspace> Run(RowMatrix rows, Vector<double> mean, EmOptions options) =>
        ExpectationMaximization.Run(new ProbabilisticPca(), Start(mean), new MemoryRows(rows), options);

    private static PrincipalSubspace Start(Vector<double> mean)
    {
        var random = new Generator(3);
        return new(mean, Matrix<double>.Build.Dense(Features, Scores, (_, _) => random.Gaussian()), 1);
    }

    private static Matrix<double> CovarianceOf(PrincipalSubspace model) =>
        model.W.TransposeAndMultiply(model.W) + (model.Variance * Matrix<double>.Build.DenseIdentity(Features));

    private static (Vector<double> Mean, Matrix<double> Covariance) Moments(RowMatrix rows)
    {
        var x = Matrix<double>.Build.DenseOfArray(rows.ToArray());
        var mean = x.ColumnSums() / rows.Rows;
        var centred = Matrix<double>.Build.Dense(rows.Rows, Features, (i, j) => x[i, j] - mean[j]);
        return (mean, centred.TransposeThisAndMultiply(centred) / rows.Rows);
    }

    // two strong directions in five features
    private static RowMatrix Data(int count)
    {
        var random = new Generator(11);
        double[,] loadings = { { 2, 0.5 }, { -1, 1.5 }, { 0.5, -2 }, { 1, 1 }, { 0, 0.7 } };
        var values = new double[count, Features];
        for (int i = 0; i < count; i++)
        {
            double[] z = [random.Gaussian(), random.Gaussian()];
            for (int j = 0; j < Features; j++)
            {
                values[i, j] = j + (loadings[j, 0] * z[0]) + (loadings[j, 1] * z[1]) + (0.5 * random.Gaussian());
            }
        }

        return RowMatrix.Copy(values);
    }
}
