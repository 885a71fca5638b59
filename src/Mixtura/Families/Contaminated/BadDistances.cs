using System.Numerics.Tensors;
using Mixtura.Gaussian;

namespace Mixtura.Families.Contaminated;

/// <summary>How far rows lie from a location, from their moments about another: Σ r δ = tr(Σ⁻¹ (Σ r zzᵀ − Σ r z dᵀ − d Σ r zᵀ + Σ r ddᵀ)), with d the step to the new location.</summary>
internal static class BadDistances
{
    /// <summary>The sum of squared Mahalanobis distances.</summary>
    /// <param name="moments">The moments about the old locations.</param>
    /// <param name="component">The component.</param>
    /// <param name="next">The new locations and matrices, factored.</param>
    /// <param name="step">d.</param>
    public static double Of(GaussianStatistics moments, int component, GaussianParameters next, ReadOnlySpan<double> step)
    {
        var root = next.Structure.FactorOf(next, component);
        var first = moments.Shift(component);
        var second = moments.Scatter(component);
        double count = moments.Counts[component];
        return next.Structure.HasCorrelations ? Correlated(root, count, first, second, step) : Independent(root, count, first, second, step);
    }

    // along each row of L⁻¹: Σ r (l·(z − d))²
    private static double Correlated(ReadOnlySpan<double> root, double count, ReadOnlySpan<double> first, ReadOnlySpan<double> triangle, ReadOnlySpan<double> step)
    {
        int d = step.Length;
        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            var row = root.Slice(i * d, i + 1);
            double moved = TensorPrimitives.Dot(row, step[..(i + 1)]);
            sum += moved * ((count * moved) - (2 * TensorPrimitives.Dot(row, first[..(i + 1)])));
            for (int a = 0, at = 0; a <= i; at += ++a)
            {
                var before = triangle.Slice(at, a);
                sum += row[a] * ((row[a] * triangle[at + a]) + (2 * TensorPrimitives.Dot(before, row[..a])));
            }
        }

        return sum;
    }

    // one variance for all features, and then one sum of squares, or one each
    private static double Independent(ReadOnlySpan<double> root, double count, ReadOnlySpan<double> first, ReadOnlySpan<double> squares, ReadOnlySpan<double> step)
    {
        double sum = 0;
        for (int j = 0; j < step.Length; j++)
        {
            double own = root[root.Length == 1 ? 0 : j];
            double moved = own * step[j];
            sum += (moved * ((count * moved) - (2 * own * first[j]))) + (j < squares.Length ? own * squares[j] * own : 0);
        }

        return sum;
    }
}
