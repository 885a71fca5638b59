using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>The Cholesky factorisation A = L·Lᵀ of a symmetric positive definite matrix, and what follows from it.</summary>
/// <remarks>Matrices are d×d, row-major; of A the lower triangle is read, of L the lower triangle is written and the rest set to 0.</remarks>
internal static class Cholesky
{
    // a pivot below this share of its diagonal entry, times d, is rounding: the matrix is singular in double precision
    private const double RelativePivot = 2.2e-16;

    /// <summary>Factors A = L·Lᵀ.</summary>
    /// <returns>False if A is not positive definite in double precision, or not finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFactor(ReadOnlySpan<double> matrix, int d, Span<double> factor)
    {
        for (int i = 0; i < d; i++)
        {
            var row = factor.Slice(i * d, d);
            for (int j = 0; j < i; j++)
            {
                var other = factor.Slice(j * d, d);
                row[j] = (matrix[(i * d) + j] - VectorLoops.Dot(row[..j], other[..j])) / other[j];
            }

            double diagonal = matrix[(i * d) + i];
            double pivot = diagonal - VectorLoops.Dot(row[..i], row[..i]);
            if (!(pivot > d * RelativePivot * diagonal) || !double.IsFinite(pivot))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
            row[(i + 1)..].Clear();
        }

        return true;
    }

    /// <summary>Replaces a lower triangular factor L by L⁻¹, row by row: row i needs only itself and the inverted rows above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invert(Span<double> factor, int d)
    {
        for (int i = 0; i < d; i++)
        {
            var row = factor.Slice(i * d, d);
            for (int j = 0; j < i; j++)
            {
                double entry = row[j];
                row[j] = 0;
                VectorLoops.AddScaled(factor.Slice(j * d, j + 1), -entry, row);
            }

            double reciprocal = 1 / row[i];
            for (int j = 0; j < i; j++)
            {
                row[j] *= reciprocal;
            }

            row[i] = reciprocal;
        }
    }

    /// <summary>log det of a triangular matrix with positive diagonal: Σᵢ log Lᵢᵢ.</summary>
    public static double LogDeterminant(ReadOnlySpan<double> factor, int d)
    {
        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            sum += Math.Log(factor[(i * d) + i]);
        }

        return sum;
    }

    /// <summary>y = L·x for lower triangular L; <paramref name="x"/> and <paramref name="y"/> must not overlap.</summary>
    public static void Multiply(ReadOnlySpan<double> factor, ReadOnlySpan<double> x, Span<double> y)
    {
        int d = x.Length;
        for (int i = 0; i < d; i++)
        {
            y[i] = VectorLoops.Dot(factor.Slice(i * d, i + 1), x);
        }
    }

    /// <summary>The Frobenius norm ‖A·B‖ of the product of two lower triangular matrices.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double ProductNorm(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int d, Span<double> rowBuffer)
    {
        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            var row = rowBuffer[..(i + 1)];
            row.Clear();
            for (int j = 0; j <= i; j++)
            {
                VectorLoops.AddScaled(right.Slice(j * d, j + 1), left[(i * d) + j], row);
            }

            sum += VectorLoops.Dot(row, row);
        }

        return Math.Sqrt(sum);
    }
}
