using System.Runtime.CompilerServices;

namespace Mixtura.Gaussian.Covariances;

/// <summary>The eigenvalues (falling) and eigenvectors of a symmetric matrix, in one form for all, by Jacobi's rotations: exact to the last bits for the small
/// matrices of covariances, and several times faster on them than a general method.</summary>
/// <param name="Values">D numbers.</param>
/// <param name="Vectors">D×D, a vector a column, its largest entry positive.</param>
internal sealed record Eigen(double[] Values, double[] Vectors)
{
    private const int MostSweeps = 60;

    /// <summary>Decomposes a D×D matrix; NaN throughout where its entries are not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Eigen Of(double[] matrix, int d)
    {
        var a = (double[])matrix.Clone();
        var v = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            v[i * (d + 1)] = 1;
        }

        for (int sweep = 0; sweep < MostSweeps && Sweep(a, v, d); sweep++)
        {
        }

        return Canonical(a, v, d);
    }

    /// <summary>Writes V·diag(values)·Vᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                Rotate(a, v, d, j, i, cosine, t * cosine);
            }
        }

        return isOpen;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rotate(double[] a, double[] v, int d, int i, int j, double cosine, double sine)
    {
        for (int k = 0; k < d; k++)
        {
            (a[(k * d) + i], a[(k * d) + j]) = ((cosine * a[(k * d) + i]) - (sine * a[(k * d) + j]), (sine * a[(k * d) + i]) + (cosine * a[(k * d) + j]));
            (v[(k * d) + i], v[(k * d) + j]) = ((cosine * v[(k * d) + i]) - (sine * v[(k * d) + j]), (sine * v[(k * d) + i]) + (cosine * v[(k * d) + j]));
        }

        for (int k = 0; k < d; k++)
        {
            (a[(i * d) + k], a[(j * d) + k]) = ((cosine * a[(i * d) + k]) - (sine * a[(j * d) + k]), (sine * a[(i * d) + k]) + (cosine * a[(j * d) + k]));
        }

        a[(i * d) + j] = 0;
        a[(j * d) + i] = 0;
    }

    private static Eigen Canonical(double[] a, double[] v, int d)
    {
        var order = new int[d];
        var keys = new double[d];
        for (int i = 0; i < d; i++)
        {
            order[i] = i;
            keys[i] = -a[i * (d + 1)];
        }

        Array.Sort(keys, order);
        var vectors = new double[d * d];
        for (int j = 0; j < d; j++)
        {
            double largest = 0;
            for (int i = 0; i < d; i++)
            {
                double entry = v[(i * d) + order[j]];
                largest = Math.Abs(entry) > Math.Abs(largest) ? entry : largest;
            }

            for (int i = 0; i < d; i++)
            {
                vectors[(i * d) + j] = largest < 0 ? -v[(i * d) + order[j]] : v[(i * d) + order[j]];
            }
        }

        return new Eigen(Array.ConvertAll(keys, static key => -key), vectors);
    }
}
