using MathNet.Numerics.LinearAlgebra;
using Mixtura.Numerics;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Numerics;

public class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(33)]
    public void Factor_EqualsMathNets(int d)
    {
        var matrix = PositiveDefinite(d);
        var factor = Factor(matrix, d);
        var expected = Matrix<double>.Build.DenseOfColumnMajor(d, d, matrix).Cholesky().Factor;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                Agree.Within(expected[i, j], factor[(i * d) + j], 1e-11, $"L({i}, {j})");
            }
        }

        Agree.Within(Math.Log(expected.Diagonal().Aggregate(1.0, static (product, x) => product * x)), Cholesky.LogDeterminant(factor, d), 1e-11, "log det L");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(17)]
    public void InverseTimesFactor_IsTheIdentity(int d)
    {
        var factor = Factor(PositiveDefinite(d), d);
        var inverse = (double[])factor.Clone();
        Cholesky.Invert(inverse, d);
        var random = new Generator(2);
        double[] x = [.. Enumerable.Range(0, d).Select(_ => random.Gaussian())];
        var image = new double[d];
        var back = new double[d];
        Cholesky.Multiply(factor, x, image);
        Cholesky.Multiply(inverse, image, back);
        Agree.Within(x, back, 1e-11, "x");
        Agree.Within(Math.Sqrt(d), Cholesky.ProductNorm(inverse, factor, d, new double[d]), 1e-11, "‖L⁻¹L‖");
    }

    public static TheoryData<double[]> Singular =>
    [
        new double[] { 0 }, new double[] { -1 }, new[] { double.NaN }, new[] { double.PositiveInfinity },
        new double[] { 1, 1, 1, 1 }, new double[] { 1, 2, 2, 1 }, new double[] { 1, 0, 0, 0 }, new[] { 1, double.NaN, double.NaN, 1 },
        new[] { 1e-300, 0, 0, -1e-300 }, new[] { 1, 1 - 1e-16, 1 - 1e-16, 1 },
    ];

    [Theory]
    [MemberData(nameof(Singular))]
    public void Matrix_ThatIsNotPositiveDefinite_IsRefused(double[] matrix)
    {
        int d = (int)Math.Sqrt(matrix.Length);
        Assert.False(Cholesky.TryFactor(matrix, d, new double[d * d]));
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    [InlineData(1e-18)]
    public void Scale_IsNoReasonToRefuse(double scale) =>
        Assert.True(Cholesky.TryFactor(new[] { scale, scale / 2, scale / 2, scale }, 2, new double[4]));

    /// <summary>Correlation 1 − h leaves the pivot h(2 − h): at h = 5e-14 that is hundreds of roundings, and a good three digits are left.</summary>
    [Fact]
    public void NearlySingularMatrix_IsFactoredWhileDigitsAreLeft()
    {
        double h = Math.Pow(2, -44);
        double[] factor = Factor([1, 1 - h, 1 - h, 1], 2);
        Agree.Relatively(Math.Sqrt(h * (2 - h)), factor[3], 2e-3, "L(1, 1)");
    }

    private static double[] Factor(double[] matrix, int d)
    {
        var factor = new double[d * d];
        Array.Fill(factor, double.NaN);
        Assert.True(Cholesky.TryFactor(matrix, d, factor));
        return factor;
    }

    private static double[] PositiveDefinite(int d)
    {
        var random = new Generator((ulong)d);
        var a = Matrix<double>.Build.Dense(d, d, (_, _) => random.Gaussian());
        return ((a * a.Transpose()) + Matrix<double>.Build.DenseIdentity(d)).ToColumnMajorArray();
    }
}
