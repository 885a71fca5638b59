using System.Runtime.CompilerServices;

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
}
