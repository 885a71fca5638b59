using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>Squared Mahalanobis distances |L⁻¹(x − μₖ)|² of one row to every component, in a form made for that: lanes are rows of L⁻¹. Immutable, for any number of threads.</summary>
/// <remarks>The kernels of blocks have rows of data in their lanes; for a single row all but one would be idle.</remarks>
internal sealed class RowDistances
{
    // rows wider than this do not go on the stack
    private const int MostOnStack = 256;

    private readonly int features;
    private readonly int columns;
    private readonly int factorStride;
    private readonly double[] means;
    private readonly double[] factors;
    private readonly FactorForm form;

    /// <summary>Those of parameters as they are now.</summary>
    public RowDistances(GaussianParameters parameters)
    {
        features = parameters.Features;
        columns = BlockLayout.RoundUp(features, Vector<double>.Count);
        means = new double[parameters.Components * columns];
        int length = parameters.Structure.FactorOf(parameters, 0).Length;
        form = parameters.Structure.HasCorrelations ? FactorForm.Triangle : length == 1 ? FactorForm.One : FactorForm.Diagonal;
        bool isShared = parameters.Components > 1 && parameters.Structure.FactorOf(parameters, 0) == parameters.Structure.FactorOf(parameters, 1);
        int own = form switch { FactorForm.Triangle => PackedLength(features), FactorForm.Diagonal => columns, _ => 1 };
        factorStride = isShared ? 0 : own;
        factors = new double[isShared ? own : parameters.Components * own];
        for (int k = 0; k < parameters.Components; k++)
        {
            parameters.Mean(k).CopyTo(means.AsSpan(k * columns));
            if (k == 0 || !isShared)
            {
                Pack(parameters.Structure.FactorOf(parameters, k), factors.AsSpan(k * own, own));
            }
        }
    }

    private enum FactorForm
    {
        Triangle,
        Diagonal,
        One,
    }

    /// <summary>Writes the distances of a row to all components; NaN where the row is not finite.</summary>
    /// <param name="row">D numbers.</param>
    /// <param name="distances">Receives K numbers.</param>
    public void Write(ReadOnlySpan<double> row, Span<double> distances)
    {
        Span<double> deviation = columns <= MostOnStack ? stackalloc double[columns] : WideRow.Of(columns);
        deviation[features..].Clear();
        for (int k = 0; k < distances.Length; k++)
        {
            var mean = means.AsSpan(k * columns, features);
            for (int j = 0; j < mean.Length; j++)
            {
                deviation[j] = row[j] - mean[j];
            }

            ref double factor = ref factors[k * factorStride];
            ref double z = ref MemoryMarshal.GetReference(deviation);
            distances[k] = form switch
            {
                FactorForm.Triangle => OfTriangle(ref factor, ref z),
                FactorForm.Diagonal => OfDiagonal(ref factor, ref z),
                _ => OfOne(factor, ref z),
            };
        }
    }

    // as many rows of L⁻¹ as lanes at a time, column after column as far as the last of them goes
    private double OfTriangle(ref double factor, ref double z)
    {
        Vector<double> sum = Vector<double>.Zero;
        for (int first = 0; first < features; first += Vector<double>.Count)
        {
            int last = Math.Min(first + Vector<double>.Count, features);
            Vector<double> even = Vector<double>.Zero;
            Vector<double> odd = Vector<double>.Zero;
            int j = 0;
            for (; j + 1 < last; j += 2)
            {
                even = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref factor), Vector.Create(Unsafe.Add(ref z, j)), even);
                odd = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref factor, (nuint)Vector<double>.Count), Vector.Create(Unsafe.Add(ref z, j + 1)), odd);
                factor = ref Unsafe.Add(ref factor, 2 * Vector<double>.Count);
            }

            if (j < last)
            {
                even = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref factor), Vector.Create(Unsafe.Add(ref z, j)), even);
                factor = ref Unsafe.Add(ref factor, Vector<double>.Count);
            }

            Vector<double> y = even + odd;
            sum = Vector.FusedMultiplyAdd(y, y, sum);
        }

        return Vector.Sum(sum);
    }

    private double OfDiagonal(ref double factor, ref double z)
    {
        Vector<double> sum = Vector<double>.Zero;
        for (int j = 0; j < columns; j += Vector<double>.Count)
        {
            Vector<double> y = Vector.LoadUnsafe(ref factor, (nuint)j) * Vector.LoadUnsafe(ref z, (nuint)j);
            sum = Vector.FusedMultiplyAdd(y, y, sum);
        }

        return Vector.Sum(sum);
    }

    private double OfOne(double factor, ref double z)
    {
        Vector<double> sum = Vector<double>.Zero;
        Vector<double> scale = Vector.Create(factor);
        for (int j = 0; j < columns; j += Vector<double>.Count)
        {
            Vector<double> y = scale * Vector.LoadUnsafe(ref z, (nuint)j);
            sum = Vector.FusedMultiplyAdd(y, y, sum);
        }

        return Vector.Sum(sum);
    }

    private static int PackedLength(int features)
    {
        int length = 0;
        for (int first = 0; first < features; first += Vector<double>.Count)
        {
            length += Vector<double>.Count * Math.Min(first + Vector<double>.Count, features);
        }

        return length;
    }

    private void Pack(ReadOnlySpan<double> factor, Span<double> packed)
    {
        if (form != FactorForm.Triangle)
        {
            factor.CopyTo(packed);
            return;
        }

        int to = 0;
        for (int first = 0; first < features; first += Vector<double>.Count)
        {
            int last = Math.Min(first + Vector<double>.Count, features);
            for (int j = 0; j < last; j++, to += Vector<double>.Count)
            {
                for (int i = Math.Max(first, j); i < last; i++)
                {
                    packed[to + i - first] = factor[(i * features) + j];
                }
            }
        }
    }

    // a thread's row where it is too wide for the stack; what is computed with it is done before anything else takes it
    private static class WideRow
    {
        [ThreadStatic]
        private static double[]? own;

        public static Span<double> Of(int columns) => (own is { } kept && kept.Length >= columns ? kept : own = new double[columns]).AsSpan(0, columns);
    }
}
