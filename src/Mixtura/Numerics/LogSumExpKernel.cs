using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>The stages of <see cref="BlockLogSumExp"/>. Lanes are rows.</summary>
internal static class LogSumExpKernel
{
    /// <summary>Vectors of rows that pass through each stage together: enough to hide latencies, few enough to stay in the cache.</summary>
    public const int ChunkVectors = 8;

    private const double Negligible = BlockLogSumExp.Negligible;

    /// <summary>Log joints to w_i r_ik; returns Σ_i w_i log p(x_i).</summary>
    /// <param name="logJoint">Component-major.</param>
    /// <param name="stride">The distance between components.</param>
    /// <param name="components">K.</param>
    /// <param name="padded">Rows, whole panels.</param>
    /// <param name="weights">w_i, 0 in the padding.</param>
    /// <param name="logDensities">Receives log p(x_i), or what is left of it with one logarithm.</param>
    /// <param name="oneLogarithm">Whether one logarithm a chunk will do: all weights are 1 and nobody asks for the densities.</param>
    /// <param name="sums">Scratch of <see cref="ChunkVectors"/> vectors.</param>
    /// <param name="table"><see cref="VectorExp.CreateTable"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Apply(
        ref double logJoint, int stride, int components, int padded, ref double weights, ref double logDensities, bool oneLogarithm, AlignedBuffer sums, AlignedBuffer table)
    {
        int chunkRows = ChunkVectors * Vector<double>.Count;
        Vector<double> total = Vector<double>.Zero;
        for (int start = 0; start < padded; start += chunkRows)
        {
            int rows = Math.Min(chunkRows, padded - start);
            ref double chunk = ref Unsafe.Add(ref logJoint, start);
            ref double densities = ref Unsafe.Add(ref logDensities, start);
            ref double own = ref Unsafe.Add(ref weights, start);
            for (int row = 0; row < rows; row += 2 * Vector<double>.Count)
            {
                Exponentiate(ref Unsafe.Add(ref chunk, row), stride, components, ref Unsafe.Add(ref densities, row), ref sums.At(row), ref table.At(0));
            }

            bool allDefined = oneLogarithm
                ? FinishRowsTogether(ref densities, ref sums.At(0), ref own, rows, ref total)
                : FinishRows(ref densities, ref sums.At(0), ref own, rows, ref total);
            Scale(ref chunk, stride, components, ref sums.At(0), rows, allDefined);
        }

        return Vector.Sum(total);
    }

    /// <summary>l_ik to exp(l_ik − max), with the maxima and the sums, for two vectors of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentiate(ref double logJoint, int stride, int components, ref double maxima, ref double sums, ref double table)
    {
        nuint next = (nuint)Vector<double>.Count;
        Vector<double> max0 = Vector.Create(double.MinValue);
        Vector<double> max1 = max0;
        ref double l = ref logJoint;
        for (int k = components; k > 0; k--)
        {
            max0 = Vector.MaxNative(Vector.LoadUnsafe(ref l), max0);
            max1 = Vector.MaxNative(Vector.LoadUnsafe(ref l, next), max1);
            l = ref Unsafe.Add(ref l, stride);
        }

        max0.StoreUnsafe(ref maxima);
        max1.StoreUnsafe(ref maxima, next);
        Vector<double> sum0 = Vector<double>.Zero;
        Vector<double> sum1 = Vector<double>.Zero;
        l = ref logJoint;
        for (int k = components; k > 0; k--)
        {
            Vector<double> e0 = Vector.LoadUnsafe(ref l) - max0;
            Vector<double> e1 = Vector.LoadUnsafe(ref l, next) - max1;
            Vector<long> absent0 = Vector.LessThan(e0, Vector.Create(-Negligible));
            Vector<long> absent1 = Vector.LessThan(e1, Vector.Create(-Negligible));
            if (Vector.EqualsAll(absent0 & absent1, Vector<long>.AllBitsSet))
            {
                e0 = Vector<double>.Zero;
                e1 = Vector<double>.Zero;
            }
            else
            {
                VectorExp.OfModerate(ref e0, ref e1, ref table);
                e0 = Vector.AndNot(e0, Vector.AsVectorDouble(absent0));
                e1 = Vector.AndNot(e1, Vector.AsVectorDouble(absent1));
                sum0 += e0;
                sum1 += e1;
            }

            e0.StoreUnsafe(ref l);
            e1.StoreUnsafe(ref l, next);
            l = ref Unsafe.Add(ref l, stride);
        }

        sum0.StoreUnsafe(ref sums);
        sum1.StoreUnsafe(ref sums, next);
    }

    /// <summary>Maxima to log densities, sums to the factors w_i / Σ_k e_ik; false when some row has no density.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FinishRows(ref double maxima, ref double sums, ref double weights, int rows, ref Vector<double> total)
    {
        Vector<long> allDefined = Vector<long>.AllBitsSet;
        Vector<double> weighted = total;
        for (int row = 0; row < rows; row += Vector<double>.Count)
        {
            Vector<double> sum = Vector.LoadUnsafe(ref sums, (nuint)row);
            Vector<double> weight = Vector.LoadUnsafe(ref weights, (nuint)row);
            Vector<double> logDensity = Vector.LoadUnsafe(ref maxima, (nuint)row) + VectorLog.Of(sum);
            logDensity.StoreUnsafe(ref maxima, (nuint)row);

            // 0 · −∞ would be NaN
            weighted += Vector.AndNot(weight * logDensity, Vector.AsVectorDouble(Vector.Equals(weight, Vector<double>.Zero)));
            Vector<long> defined = Vector.GreaterThan(sum, Vector<double>.Zero);
            allDefined &= defined;
            ((weight / sum) & Vector.AsVectorDouble(defined)).StoreUnsafe(ref sums, (nuint)row);
        }

        total = weighted;
        return Vector.EqualsAll(allDefined, Vector<long>.AllBitsSet);
    }

    /// <summary>As <see cref="FinishRows"/> for weights 1, and 0 in the padding, with Σ log s = log Π s (each s is in [1, K]); leaves no log densities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FinishRowsTogether(ref double maxima, ref double sums, ref double weights, int rows, ref Vector<double> total)
    {
        Vector<long> allDefined = Vector<long>.AllBitsSet;
        Vector<double> weighted = total;
        Vector<double> product = Vector<double>.One;
        for (int row = 0; row < rows; row += Vector<double>.Count)
        {
            Vector<double> sum = Vector.LoadUnsafe(ref sums, (nuint)row);
            Vector<double> weight = Vector.LoadUnsafe(ref weights, (nuint)row);
            Vector<long> padding = Vector.Equals(weight, Vector<double>.Zero);
            product *= Vector.ConditionalSelect(padding, Vector<double>.One, sum);
            weighted += Vector.AndNot(Vector.LoadUnsafe(ref maxima, (nuint)row), Vector.AsVectorDouble(padding));
            Vector<long> defined = Vector.GreaterThan(sum, Vector<double>.Zero);
            allDefined &= defined;
            ((weight / sum) & Vector.AsVectorDouble(defined)).StoreUnsafe(ref sums, (nuint)row);
        }

        total = weighted + VectorLog.Of(product);
        return Vector.EqualsAll(allDefined, Vector<long>.AllBitsSet);
    }

    /// <summary>exp(l_ik − max) to w_i r_ik.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ref double e, int stride, int components, ref double factors, int rows, bool allDefined)
    {
        for (int row = 0; row < rows; row += 2 * Vector<double>.Count)
        {
            Vector<double> factor0 = Vector.LoadUnsafe(ref factors, (nuint)row);
            Vector<double> factor1 = Vector.LoadUnsafe(ref factors, (nuint)(row + Vector<double>.Count));
            ref double own = ref Unsafe.Add(ref e, row);
            for (int k = components; k > 0; k--)
            {
                Vector<double> r0 = Vector.LoadUnsafe(ref own) * factor0;
                Vector<double> r1 = Vector.LoadUnsafe(ref own, (nuint)Vector<double>.Count) * factor1;
                if (!allDefined)
                {
                    // NaN · 0 must become 0
                    r0 = Vector.AndNot(r0, Vector.AsVectorDouble(Vector.Equals(factor0, Vector<double>.Zero)));
                    r1 = Vector.AndNot(r1, Vector.AsVectorDouble(Vector.Equals(factor1, Vector<double>.Zero)));
                }

                r0.StoreUnsafe(ref own);
                r1.StoreUnsafe(ref own, (nuint)Vector<double>.Count);
                own = ref Unsafe.Add(ref own, stride);
            }
        }
    }
}
