using System.Numerics.Tensors;

namespace Mixtura.Gaussian;

/// <summary>Rows so far out that every density is 0 in double precision: they still belong to the component whose tail is the least thin.</summary>
internal static class FarRow
{
    // squares of distances up to 1e308 / this stay finite
    private const double Scale = 1e-200;

    /// <summary>Writes responsibility 1 for the component of the least Mahalanobis distance; NaN for all if the row is not finite.</summary>
    public static void Assign(GaussianParameters parameters, ReadOnlySpan<double> row, Span<double> responsibilities)
    {
        int nearest = -1;
        double least = double.PositiveInfinity;
        Span<double> deviation = row.Length <= 256 ? stackalloc double[row.Length] : new double[row.Length];
        for (int k = 0; k < responsibilities.Length; k++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                deviation[j] = (row[j] * Scale) - (parameters.Mean(k)[j] * Scale);
            }

            double distance = Distance(parameters.Structure.FactorOf(parameters, k), deviation);
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
