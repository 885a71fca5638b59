using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Local coordinates of a covariance matrix Σ = LLᵀ: the lower triangular T with L_new = L·T, its diagonal as logarithms.</summary>
/// <remarks>Scaled by r = √(weight) so that EM's step is the gradient of the complete data's likelihood: r·√2·log tᵢᵢ and r·tᵢⱼ, row by row.
/// One instance holds the buffers of one dimension.</remarks>
internal sealed class FactorChart(int d)
{
    private const double LargestLogarithm = 3;
    private static readonly double SqrtTwo = Math.Sqrt(2);

    private readonly double[] first = new double[d * d];
    private readonly double[] second = new double[d * d];
    private readonly double[] third = new double[d * d];

    /// <summary>The gradient: Y = L⁻¹CL⁻ᵀ − s₀I with C the scatter about the current mean and s₀ the rows, both per row of the data.</summary>
    /// <param name="scatter">C times <paramref name="total"/>, a lower triangle row by row.</param>
    /// <param name="rows">s₀ times <paramref name="total"/>.</param>
    /// <param name="total">The total weight.</param>
    /// <param name="inverseFactor">L⁻¹.</param>
    /// <param name="r">√(weight) of the component.</param>
    /// <param name="gradient">D(D+1)/2 entries.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gradient(ReadOnlySpan<double> scatter, double rows, double total, ReadOnlySpan<double> inverseFactor, double r, Span<double> gradient)
    {
        Mirror(scatter, first);
        int entry = 0;
        for (int i = 0; i < d; i++)
        {
            var row = second.AsSpan(0, d);                                              // row i of L⁻¹C
            row.Clear();
            for (int j = 0; j <= i; j++)
            {
                VectorLoops.AddScaled(first.AsSpan(j * d, d), inverseFactor[(i * d) + j], row);
            }

            for (int j = 0; j < i; j++)
            {
                gradient[entry++] = VectorLoops.Dot(inverseFactor.Slice(j * d, j + 1), row) / (total * r);
            }

            gradient[entry++] = (VectorLoops.Dot(inverseFactor.Slice(i * d, i + 1), row) - rows) / (total * r * SqrtTwo);
        }
    }

    /// <summary>The coordinates of another covariance, T = L⁻¹·L_to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Tangent(ReadOnlySpan<double> inverseFactor, ReadOnlySpan<double> to, double r, Span<double> tangent)
    {
        Cholesky.TryFactor(to, d, first);
        int entry = 0;
        for (int i = 0; i < d; i++)
        {
            var row = second.AsSpan(0, d);
            row.Clear();
            for (int j = 0; j <= i; j++)
            {
                VectorLoops.AddScaled(first.AsSpan(j * d, j + 1), inverseFactor[(i * d) + j], row);
            }

            for (int j = 0; j < i; j++)
            {
                tangent[entry++] = r * row[j];
            }

            tangent[entry++] = r * SqrtTwo * Math.Log(row[i]);
        }
    }

    /// <summary>(e^t)², with |t| at most 3: the factor of a variance whose deviation is multiplied by e^t.</summary>
    public static double SquareOfExp(double t) => Math.Exp(2 * Math.Clamp(t, -LargestLogarithm, LargestLogarithm));

    /// <summary>Σ_new = L·T·Tᵀ·Lᵀ from Σ and the coordinates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Retract(ReadOnlySpan<double> covariance, ReadOnlySpan<double> tangent, double r, Span<double> destination)
    {
        Cholesky.TryFactor(covariance, d, first);
        int entry = 0;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < i; j++)
            {
                second[(i * d) + j] = tangent[entry++] / r;
            }

            second[(i * d) + i] = Math.Exp(Math.Clamp(tangent[entry++] / (r * SqrtTwo), -LargestLogarithm, LargestLogarithm));
        }

        for (int i = 0; i < d; i++)
        {
            var row = third.AsSpan(i * d, d);                                           // row i of L·T
            row.Clear();
            for (int j = 0; j <= i; j++)
            {
                VectorLoops.AddScaled(second.AsSpan(j * d, j + 1), first[(i * d) + j], row);
            }

            for (int j = 0; j <= i; j++)
            {
                double value = VectorLoops.Dot(third.AsSpan(j * d, j + 1), row);
                destination[(i * d) + j] = value;
                destination[(j * d) + i] = value;
            }
        }
    }

    private void Mirror(ReadOnlySpan<double> triangle, double[] matrix)
    {
        int entry = 0;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix[(i * d) + j] = matrix[(j * d) + i] = triangle[entry++];
            }
        }
    }
}
