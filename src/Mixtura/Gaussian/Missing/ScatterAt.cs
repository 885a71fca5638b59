using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian.Missing;

/// <summary>The place of one component's sums, to which single rows are added.</summary>
internal readonly struct ScatterAt(GaussianSums sums, int component, int features)
{
    private bool HasTriangles => sums.Kind is SecondMoments.Triangles or SecondMoments.PooledTriangle;

    /// <summary>Adds a row.</summary>
    /// <param name="weight">What it counts.</param>
    /// <param name="deviation">x − μ.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddRow(double weight, ReadOnlySpan<double> deviation)
    {
        sums.CountAt(component) += weight;
        ref double first = ref sums.FirstAt(component);
        ref double second = ref sums.SecondAt(component);
        for (int j = 0; j < features; j++)
        {
            Unsafe.Add(ref first, j) += weight * deviation[j];
        }

        if (!HasTriangles)
        {
            for (int j = 0; j < features; j++)
            {
                Unsafe.Add(ref second, j) += weight * deviation[j] * deviation[j];
            }

            return;
        }

        int start = 0;
        for (int i = 0; i < features; i++)
        {
            Numerics.VectorLoops.AddScaled(deviation[..(i + 1)], weight * deviation[i], System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Unsafe.Add(ref second, start), i + 1));
            start += TriangleLayout.RowLength(i / 4);
        }
    }

    /// <summary>Adds to an entry of the second moments.</summary>
    public void AddAt(int row, int column, double value)
    {
        int place = HasTriangles ? TriangleLayout.RowStart(row) + column : row;
        Unsafe.Add(ref sums.SecondAt(component), place) += value;
    }
}
