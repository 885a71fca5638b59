using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian.Missing;

/// <summary>The place of one component's sums where single numbers are added.</summary>
internal readonly struct ScatterAt(GaussianSums sums, int component)
{
    /// <summary>Adds a row of independent features: its deviation and the squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddSquares(double weight, ReadOnlySpan<double> deviation)
    {
        sums.CountAt(component) += weight;
        ref double first = ref sums.FirstAt(component);
        ref double second = ref sums.SecondAt(component);
        for (int j = 0; j < deviation.Length; j++)
        {
            double part = weight * deviation[j];
            Unsafe.Add(ref first, j) += part;
            Unsafe.Add(ref second, j) += part * deviation[j];
        }
    }

    /// <summary>Adds to Σr(x − μ) of a feature.</summary>
    public void AddFirst(int feature, double value) => Unsafe.Add(ref sums.FirstAt(component), feature) += value;

    /// <summary>Adds to the square of a feature.</summary>
    public void AddSquare(int feature, double value) => Unsafe.Add(ref sums.SecondAt(component), feature) += value;

    /// <summary>Adds to a place of the triangle.</summary>
    public void AddAt(int place, double value) => Unsafe.Add(ref sums.SecondAt(component), place) += value;

    /// <summary>The place of an entry of the triangle.</summary>
    public static int PlaceOf(int row, int column) => TriangleLayout.RowStart(row) + column;
}
