using Mixtura.Numerics;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian.Covariances;

/// <summary>Eigenvalues that are known, since the matrix is made of them; with and without a Cholesky factor.</summary>
public class EigenTests
{
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.1)]
    [InlineData(5, 0.5)]
    [InlineData(13, 0.2)]
    [InlineData(40, 0.9)]
    public void Values_AreThoseItIsMadeOf(int d, double ratio)
    {
        double[] values = [.. Enumerable.Range(0, d).Select(i => 3 * Math.Pow(ratio, i))];
        AssertDecomposed(values, Basis(d, 3));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(13)]
    public void SingularAndIndefiniteMatrices_AreDecomposedToo(int d)
    {
        double[] values = [.. Enumerable.Range(0, d).Select(i => 2.0 - i)];
        AssertDecomposed(values, Basis(d, 4));
        AssertDecomposed([.. values.Select(static value => Math.Max(value, 0))], Basis(d, 5));
    }

    [Fact]
    public void EqualValues_LeaveAnyBasis() => AssertDecomposed([2, 2, 2, 1, 1], Basis(5, 6));

    /// <summary>diag(s)·R·diag(s) with scales from 1e-80 to 1e80: the 2×2 case has a closed form, λ₂ = det / λ₁.</summary>
    [Theory]
    [InlineData(1e5, 1e-3)]
    [InlineData(1e-80, 1e-75)]
    [InlineData(1e80, 1e70)]
    public void SmallValues_AreExactBesideLargeOnes(double first, double second)
    {
        var eigen = Eigen.Of([first * first, 0.5 * first * second, 0.5 * first * second, second * second], 2);
        double large = Math.Max(first, second);
        double small = Math.Min(first, second);
        double root = Math.Sqrt(Math.Pow(1 - Math.Pow(small / large, 2), 2) + Math.Pow(small / large, 2));
        double largest = large * large * 0.5 * (1 + Math.Pow(small / large, 2) + root);
        Agree.Within(1, eigen.Values[0] / largest, 1e-14, "largest");
        Agree.Within(1, eigen.Values[1] / (0.75 * first / largest * first * second * second), 1e-14, "smallest");
    }

    private static void AssertDecomposed(double[] values, double[] basis)
    {
        int d = values.Length;
        var matrix = new double[d * d];
        Eigen.Compose(basis, values, matrix);
        var eigen = Eigen.Of(matrix, d);
        double scale = values.Max(Math.Abs);
        Agree.Within([.. values.OrderDescending()], eigen.Values, 1e-14 * d * scale, "values");
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Enumerable.Range(0, d).Sum(a => eigen.Vectors[(a * d) + i] * eigen.Vectors[(a * d) + j]);
                Agree.Within(i == j ? 1 : 0, product, 1e-13, $"vectors {i}, {j}");
            }
        }

        var again = new double[d * d];
        Eigen.Compose(eigen.Vectors, eigen.Values, again);
        Agree.Within(matrix, again, 1e-14 * d * scale, "matrix");
    }

    // random vectors made orthogonal by Gram and Schmidt, twice
    private static double[] Basis(int d, ulong seed)
    {
        var random = new Generator(seed);
        var columns = new List<double[]>();
        while (columns.Count < d)
        {
            double[] vector = [.. Enumerable.Range(0, d).Select(_ => random.Gaussian())];
            foreach (double[] other in columns.Concat(columns))
            {
                double product = vector.Zip(other, static (a, b) => a * b).Sum();
                vector = [.. vector.Zip(other, (a, b) => a - (product * b))];
            }

            double length = Math.Sqrt(vector.Sum(static value => value * value));
            columns.Add([.. vector.Select(value => value / length)]);
        }

        return [.. Enumerable.Range(0, d * d).Select(i => columns[i % d][i / d])];
    }
}
