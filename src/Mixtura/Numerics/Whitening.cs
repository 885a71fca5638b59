using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>L⁻¹x and its inverse for a factor L⁻¹ in any structure's form: a lower triangle (D×D), D inverse deviations, or one.</summary>
internal static class Whitening
{
    /// <summary>y = L⁻¹x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(ReadOnlySpan<double> factor, ReadOnlySpan<double> x, Span<double> y)
    {
        int d = x.Length;
        if (factor.Length == d * d)
        {
            Cholesky.Multiply(factor, x, y);
            return;
        }

        for (int j = 0; j < d; j++)
        {
            y[j] = factor[factor.Length == 1 ? 0 : j] * x[j];
        }
    }

    /// <summary>x = Ly, by forward substitution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Undo(ReadOnlySpan<double> factor, ReadOnlySpan<double> y, Span<double> x)
    {
        int d = y.Length;
        bool isTriangle = factor.Length == d * d;
        for (int i = 0; i < d; i++)
        {
            x[i] = isTriangle
                ? (y[i] - VectorLoops.Dot(factor.Slice(i * d, i), x)) / factor[(i * d) + i]
                : y[i] / factor[factor.Length == 1 ? 0 : i];
        }
    }

    /// <summary>Row <paramref name="i"/> of L⁻¹, its first i + 1 entries.</summary>
    public static void Row(ReadOnlySpan<double> factor, int d, int i, Span<double> row)
    {
        row.Clear();
        if (factor.Length == d * d)
        {
            factor.Slice(i * d, i + 1).CopyTo(row);
            return;
        }

        row[i] = factor[factor.Length == 1 ? 0 : i];
    }
}
