using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>What the structures with correlations share: lower triangles, stored row by row, and full matrices.</summary>
internal static class Triangle
{
    /// <summary>D(D+1)/2.</summary>
    public static int Length(int features) => features * (features + 1) / 2;

    /// <summary>Σ = (S − Mδδᵀ)/N + εI (eq. 18), both triangles, from the scatter S of M rows about a mean that lies δ below the new one; M = N without a prior.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CovarianceFromMoments(
        ReadOnlySpan<double> scatter, double rows, double meanRows, ReadOnlySpan<double> shift, double regularization, Span<double> covariance)
    {
        int d = shift.Length;
        double moved = meanRows / rows;
        int entry = 0;
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double value = (scatter[entry++] / rows) - (moved * shift[a] * shift[b]);
                covariance[(a * d) + b] = value;
                covariance[(b * d) + a] = value;
            }

            covariance[(a * d) + a] = (scatter[entry++] / rows) - (moved * shift[a] * shift[a]) + regularization;
        }
    }

    /// <summary>Writes the diagonal of a D×D matrix, D numbers.</summary>
    public static void Diagonal(ReadOnlySpan<double> matrix, Span<double> destination)
    {
        for (int j = 0; j < destination.Length; j++)
        {
            destination[j] = matrix[j * (destination.Length + 1)];
        }
    }

    /// <summary>tr(W) of a D×D matrix.</summary>
    public static double Trace(ReadOnlySpan<double> matrix, int d)
    {
        double sum = 0;
        for (int j = 0; j < d; j++)
        {
            sum += matrix[j * (d + 1)];
        }

        return sum;
    }

    /// <summary>tr(WC⁻¹) = tr(FWFᵀ) with F = L⁻¹, LLᵀ = C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double TraceOfQuotient(ReadOnlySpan<double> matrix, ReadOnlySpan<double> inverseFactor, int d)
    {
        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            var row = inverseFactor.Slice(i * d, i + 1);
            for (int a = 0; a <= i; a++)
            {
                sum += row[a] * VectorLoops.Dot(row, matrix.Slice(a * d, d));
            }
        }

        return sum;
    }
}
