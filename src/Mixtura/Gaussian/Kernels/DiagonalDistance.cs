using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Log joints of a panel of rows for covariances without correlations. Lanes are rows, four vectors of them at once.</summary>
internal static class DiagonalDistance
{
    /// <summary>offset − Σ_j ((x_j − μ_j) s_j)², with s_j = √½ / σ_j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Diagonal(ref double x, ref double mean, ref double scale, int dimension, double offset, ref double result)
    {
        Vector<double> q0 = Vector<double>.Zero, q1 = Vector<double>.Zero, q2 = Vector<double>.Zero, q3 = Vector<double>.Zero;
        for (int j = dimension; j > 0; j--)
        {
            Vector<double> mu = Vector.Create(mean);
            Vector<double> s = Vector.Create(scale);
            Vector<double> t = (Vector.LoadUnsafe(ref x) - mu) * s;
            q0 = Vector.FusedMultiplyAdd(t, t, q0);
            t = (Vector.LoadUnsafe(ref x, (nuint)Vector<double>.Count) - mu) * s;
            q1 = Vector.FusedMultiplyAdd(t, t, q1);
            t = (Vector.LoadUnsafe(ref x, (nuint)(2 * Vector<double>.Count)) - mu) * s;
            q2 = Vector.FusedMultiplyAdd(t, t, q2);
            t = (Vector.LoadUnsafe(ref x, (nuint)(3 * Vector<double>.Count)) - mu) * s;
            q3 = Vector.FusedMultiplyAdd(t, t, q3);
            x = ref Unsafe.Add(ref x, 4 * Vector<double>.Count);
            mean = ref Unsafe.Add(ref mean, 1);
            scale = ref Unsafe.Add(ref scale, 1);
        }

        Store(Vector.Create(offset), q0, q1, q2, q3, ref result);
    }

    /// <summary>offset − s Σ_j (x_j − μ_j)², with s = 1 / (2 σ²); even and odd features apart, so that sums do not wait for themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spherical(ref double x, ref double mean, double scale, int dimension, double offset, ref double result)
    {
        Vector<double> q0 = Vector<double>.Zero, q1 = Vector<double>.Zero, q2 = Vector<double>.Zero, q3 = Vector<double>.Zero;
        Vector<double> p0 = Vector<double>.Zero, p1 = Vector<double>.Zero, p2 = Vector<double>.Zero, p3 = Vector<double>.Zero;
        int j = dimension;
        for (; j > 1; j -= 2)
        {
            AddSquares(ref x, mean, ref q0, ref q1, ref q2, ref q3);
            AddSquares(ref Unsafe.Add(ref x, 4 * Vector<double>.Count), Unsafe.Add(ref mean, 1), ref p0, ref p1, ref p2, ref p3);
            x = ref Unsafe.Add(ref x, 8 * Vector<double>.Count);
            mean = ref Unsafe.Add(ref mean, 2);
        }

        if (j > 0)
        {
            AddSquares(ref x, mean, ref q0, ref q1, ref q2, ref q3);
        }

        Vector<double> s = Vector.Create(scale);
        Store(Vector.Create(offset), (q0 + p0) * s, (q1 + p1) * s, (q2 + p2) * s, (q3 + p3) * s, ref result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquares(
        ref double x, double mean, ref Vector<double> q0, ref Vector<double> q1, ref Vector<double> q2, ref Vector<double> q3)
    {
        Vector<double> mu = Vector.Create(mean);
        Vector<double> t = Vector.LoadUnsafe(ref x) - mu;
        q0 = Vector.FusedMultiplyAdd(t, t, q0);
        t = Vector.LoadUnsafe(ref x, (nuint)Vector<double>.Count) - mu;
        q1 = Vector.FusedMultiplyAdd(t, t, q1);
        t = Vector.LoadUnsafe(ref x, (nuint)(2 * Vector<double>.Count)) - mu;
        q2 = Vector.FusedMultiplyAdd(t, t, q2);
        t = Vector.LoadUnsafe(ref x, (nuint)(3 * Vector<double>.Count)) - mu;
        q3 = Vector.FusedMultiplyAdd(t, t, q3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector<double> offset, Vector<double> q0, Vector<double> q1, Vector<double> q2, Vector<double> q3, ref double result)
    {
        (offset - q0).StoreUnsafe(ref result);
        (offset - q1).StoreUnsafe(ref result, (nuint)Vector<double>.Count);
        (offset - q2).StoreUnsafe(ref result, (nuint)(2 * Vector<double>.Count));
        (offset - q3).StoreUnsafe(ref result, (nuint)(3 * Vector<double>.Count));
    }
}
