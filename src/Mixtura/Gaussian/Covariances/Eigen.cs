using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Mixtura.Gaussian.Covariances;

/// <summary>The eigenvalues (falling) and eigenvectors of a symmetric matrix, in one form for all.</summary>
/// <param name="Values">D numbers.</param>
/// <param name="Vectors">D×D, a vector a column, its largest entry positive.</param>
internal sealed record Eigen(double[] Values, double[] Vectors)
{
    /// <summary>Decomposes a D×D matrix; NaN throughout where its entries are not finite.</summary>
    public static Eigen Of(double[] matrix, int d)
    {
        if (!Array.TrueForAll(matrix, double.IsFinite))
        {
            return new Eigen([.. Enumerable.Repeat(double.NaN, d)], [.. Enumerable.Repeat(double.NaN, d * d)]);
        }

        var found = new DenseMatrix(d, d, (double[])matrix.Clone()).Evd(Symmetricity.Symmetric);
        var values = new double[d];
        var vectors = new double[d * d];
        for (int j = 0; j < d; j++)
        {
            var vector = found.EigenVectors.Column(d - 1 - j);
            values[j] = found.EigenValues[d - 1 - j].Real;
            double sign = vector[vector.AbsoluteMaximumIndex()] < 0 ? -1 : 1;
            for (int i = 0; i < d; i++)
            {
                vectors[(i * d) + j] = sign * vector[i];
            }
        }

        return new Eigen(values, vectors);
    }

    /// <summary>Writes V·diag(values)·Vᵀ.</summary>
    public static void Compose(ReadOnlySpan<double> vectors, ReadOnlySpan<double> values, Span<double> destination)
    {
        int d = values.Length;
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                for (int j = 0; j < d; j++)
                {
                    sum += vectors[(a * d) + j] * values[j] * vectors[(b * d) + j];
                }

                destination[(a * d) + b] = sum;
                destination[(b * d) + a] = sum;
            }
        }
    }
}
