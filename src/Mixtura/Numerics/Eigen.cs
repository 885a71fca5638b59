using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>The eigenvalues (falling) and eigenvectors of a symmetric matrix, in one form for all, by Jacobi's rotations, of the Cholesky factor
/// where there is one: exact to the last bits for the small matrices of covariances, and several times faster on them than a general method.</summary>
/// <param name="Values">D numbers.</param>
/// <param name="Vectors">D×D, a vector a column, its largest entry positive.</param>
internal sealed record Eigen(double[] Values, double[] Vectors)
{
    private const int MostSweeps = 60;

    /// <summary>Decomposes a D×D matrix; NaN throughout where its entries are not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Eigen Of(double[] matrix, int d)
    {
        var values = new double[d];
        var vectors = new double[d * d];
        if (!FactorRotations.TryDecompose(matrix, d, values, vectors))
        {
            Decompose(matrix, d, values, vectors);
        }

        return Canonical(values, vectors, d);
    }

    /// <summary>Mᵀ of a D×D matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] Transposed(double[] matrix, int d)
    {
        var result = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                result[(i * d) + j] = matrix[(j * d) + i];
            }
        }

        return result;
    }

    /// <summary>Writes V·diag(values)·Vᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compose(ReadOnlySpan<double> vectors, ReadOnlySpan<double> values, Span<double> destination)
    {
        int d = values.Length;
        var row = new double[d];
        for (int a = 0; a < d; a++)
        {
            for (int j = 0; j < d; j++)
            {
                row[j] = vectors[(a * d) + j] * values[j];
            }

            for (int b = 0; b <= a; b++)
            {
                double sum = VectorLoops.Dot(row, vectors.Slice(b * d, d));
                destination[(a * d) + b] = sum;
                destination[(b * d) + a] = sum;
            }
        }
    }

    // any symmetric matrix; the vectors are rows
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Decompose(double[] matrix, int d, double[] values, double[] vectors)
    {
        var a = (double[])matrix.Clone();
        Array.Clear(vectors);
        for (int i = 0; i < d; i++)
        {
            vectors[i * (d + 1)] = 1;
        }

        for (int sweep = 0; sweep < MostSweeps && Sweep(a, vectors, d); sweep++)
        {
        }

        for (int i = 0; i < d; i++)
        {
            values[i] = a[i * (d + 1)];
        }
    }

    // one rotation for every pair that is not yet 0 beside its diagonal entries; false if there is none
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Sweep(double[] a, double[] v, int d)
    {
        bool isOpen = false;
        for (int i = 1; i < d; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double off = a[(i * d) + j];
                if (!(Math.Abs(off) > 1e-17 * Math.Sqrt(Math.Abs(a[i * (d + 1)])) * Math.Sqrt(Math.Abs(a[j * (d + 1)]))))
                {
                    continue;
                }

                isOpen = true;
                double theta = (a[i * (d + 1)] - a[j * (d + 1)]) / (2 * off);
                double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                double cosine = 1 / Math.Sqrt((t * t) + 1);
                var rotation = new PlaneRotation(cosine, t * cosine);
                rotation.ApplyToBothSides(a, d, i, j);
                rotation.Apply(v.AsSpan(i * d, d), v.AsSpan(j * d, d));
                a[(i * d) + j] = 0;
                a[(j * d) + i] = 0;
            }
        }

        return isOpen;
    }

    // the vectors are rows of v
    private static Eigen Canonical(double[] values, double[] v, int d)
    {
        var order = new int[d];
        var keys = new double[d];
        for (int i = 0; i < d; i++)
        {
            order[i] = i;
            keys[i] = -values[i];
        }

        Array.Sort(keys, order);
        var vectors = new double[d * d];
        for (int j = 0; j < d; j++)
        {
            double largest = 0;
            for (int i = 0; i < d; i++)
            {
                double entry = v[(order[j] * d) + i];
                largest = Math.Abs(entry) > Math.Abs(largest) ? entry : largest;
            }

            for (int i = 0; i < d; i++)
            {
                vectors[(i * d) + j] = largest < 0 ? -v[(order[j] * d) + i] : v[(order[j] * d) + i];
            }
        }

        return new Eigen(Array.ConvertAll(keys, static key => -key), vectors);
    }
}
