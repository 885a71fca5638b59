using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>The eigenvectors of a positive definite W = LLᵀ by turning the columns of L until they are orthogonal: each is then an eigenvector, its length the root of
/// the eigenvalue (Veselić and Hari 1989). Fewer and shorter turns than those of W itself, and as exact.</summary>
internal static class FactorRotations
{
    private const int MostSweeps = 60;

    // two columns are orthogonal when their cosine is this small, times √D: rounding
    private const double Orthogonal = 4.5e-16;

    /// <summary>Finds them.</summary>
    /// <param name="matrix">W, D×D.</param>
    /// <param name="d">D.</param>
    /// <param name="values">Receives the eigenvalues, in no order.</param>
    /// <param name="vectors">Receives the eigenvectors, a vector a row.</param>
    /// <returns>False if W is not positive definite in double precision.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryDecompose(double[] matrix, int d, double[] values, double[] vectors)
    {
        int[] order = FallingDiagonal(matrix, d);
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                vectors[(a * d) + b] = matrix[(order[a] * d) + order[b]];
            }
        }

        var factor = new double[d * d];
        if (!Cholesky.TryFactor(vectors, d, factor))
        {
            return false;
        }

        double[] columns = Eigen.Transposed(factor, d);
        for (int sweep = 0; sweep < MostSweeps && Sweep(columns, values, d); sweep++)
        {
        }

        SetNorms(columns, values, d);
        for (int j = 0; j < d; j++)
        {
            double length = Math.Sqrt(values[j]);
            for (int a = 0; a < d; a++)
            {
                vectors[(j * d) + order[a]] = columns[(j * d) + a] / length;
            }
        }

        return true;
    }

    // the largest variance first: L's columns are then nearly orthogonal where W is graded
    private static int[] FallingDiagonal(double[] matrix, int d)
    {
        var order = new int[d];
        var keys = new double[d];
        for (int i = 0; i < d; i++)
        {
            order[i] = i;
            keys[i] = -matrix[i * (d + 1)];
        }

        Array.Sort(keys, order);
        return order;
    }

    // one turn for every pair that is not yet orthogonal; false if there is none
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Sweep(double[] columns, double[] norms, int d)
    {
        SetNorms(columns, norms, d);
        double negligible = Orthogonal * Math.Sqrt(d);
        bool isOpen = false;
        for (int i = 0; i < d - 1; i++)
        {
            var a = columns.AsSpan(i * d, d);
            for (int j = i + 1; j < d; j++)
            {
                var b = columns.AsSpan(j * d, d);
                double product = VectorLoops.Dot(a, b);
                if (!(Math.Abs(product) > negligible * Math.Sqrt(norms[i]) * Math.Sqrt(norms[j])))
                {
                    continue;
                }

                isOpen = true;
                double theta = (norms[i] - norms[j]) / (2 * product);
                double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                double cosine = 1 / Math.Sqrt((t * t) + 1);
                new PlaneRotation(cosine, t * cosine).Apply(a, b);
                norms[i] += t * product;
                norms[j] -= t * product;
            }
        }

        return isOpen;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetNorms(double[] columns, double[] norms, int d)
    {
        for (int j = 0; j < d; j++)
        {
            var column = columns.AsSpan(j * d, d);
            norms[j] = VectorLoops.Dot(column, column);
        }
    }
}
