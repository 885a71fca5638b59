using System.Numerics.Tensors;

using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>Rows so far out that every density is 0 in double precision: they still belong to the component whose tail is the least thin.</summary>
internal static class FarRow
{
    // squares of distances up to 1e308 / this stay finite
    private const double Scale = 1e-200;

    /// <summary>Writes responsibility 1 for the component of the least Mahalanobis distance; NaN for all if the row is not finite.</summary>
    public static void Assign(GaussianParameters parameters, ReadOnlySpan<double> row, Span<double> responsibilities)
    {
        int[] missing = RowGaps.AnyIn(row) ? MissingOf(row) : [];
        int nearest = -1;
        double least = double.PositiveInfinity;
        Span<double> deviation = row.Length <= 256 ? stackalloc double[row.Length] : new double[row.Length];
        for (int k = 0; k < responsibilities.Length; k++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                deviation[j] = (row[j] * Scale) - (parameters.Mean(k)[j] * Scale);
            }

            double distance = missing.Length > 0 ? ObservedDistance(parameters, k, missing, deviation) : Distance(parameters.Structure.FactorOf(parameters, k), deviation);
            if (distance < least && parameters.Weights[k] > 0)
            {
                least = distance;
                nearest = k;
            }
        }

        responsibilities.Fill(nearest >= 0 ? 0 : double.NaN);
        if (nearest >= 0)
        {
            responsibilities[nearest] = 1;
        }
    }

    private static int[] MissingOf(ReadOnlySpan<double> row)
    {
        double[] values = row.ToArray();
        return [.. Enumerable.Range(0, values.Length).Where(j => double.IsNaN(values[j]))];
    }

    private static double ObservedDistance(GaussianParameters parameters, int component, int[] missing, Span<double> deviation)
    {
        foreach (int j in missing)
        {
            deviation[j] = 0;
        }

        var factor = parameters.Structure.FactorOf(parameters, component);
        if (!parameters.Structure.HasCorrelations)
        {
            return Distance(factor, deviation);
        }

        var solver = new GapSolver(parameters.Features);
        var root = new double[missing.Length * missing.Length];
        solver.Load(factor);
        solver.Factor(missing, root);
        return solver.Complete(missing, root, deviation, new double[missing.Length]);
    }

    // |L⁻¹z|² for a triangle, a diagonal or one number
    private static double Distance(ReadOnlySpan<double> factor, ReadOnlySpan<double> deviation)
    {
        int d = deviation.Length;
        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            double y = factor.Length == d * d
                ? TensorPrimitives.Dot(factor.Slice(i * d, i + 1), deviation[..(i + 1)])
                : factor[factor.Length == d ? i : 0] * deviation[i];
            sum += y * y;
        }

        return sum;
    }
}
