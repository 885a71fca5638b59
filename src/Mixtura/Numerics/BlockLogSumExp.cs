using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixtura.Numerics;

/// <summary>Log joints to weighted responsibilities (eq. 6) and log densities (eq. 4), for one block of rows; one instance a thread.</summary>
/// <remarks>
/// log p(x_i) = max_k l_ik + log Σ_k exp(l_ik − max), the sum running over k = 0…K−1. A log joint more than
/// <see cref="Negligible"/> below its row's maximum cannot change the sum in double precision (e^−46 is 1e-20): it counts as −∞,
/// with responsibility exactly 0, on every path. So kernels may write −∞ for it without computing it, and no bit depends on
/// whether they did.
/// </remarks>
internal sealed class BlockLogSumExp
{
    /// <summary>The distance (nats) below the row's maximum from which a component counts as absent.</summary>
    public const double Negligible = 46.0;

    /// <summary>Vectors of rows that pass through each stage together: enough to hide latencies, few enough to stay in the cache.</summary>
    private const int ChunkVectors = 8;

    private readonly AlignedBuffer table = VectorExp.CreateTable();
    private readonly AlignedBuffer weights;
    private readonly AlignedBuffer logDensities;
    private readonly AlignedBuffer sums = new(ChunkVectors * Vector<double>.Count);
    private int count;

    /// <summary>A workspace for blocks of at most <paramref name="blockRows"/> rows.</summary>
    public BlockLogSumExp(int blockRows)
    {
        this.weights = new AlignedBuffer(BlockLayout.Stride(blockRows));
        logDensities = new AlignedBuffer(BlockLayout.Stride(blockRows));
    }

    /// <summary>log p(x_i) of the rows of the last block, unweighted, if they were kept. −∞ and NaN as the log joints have it.</summary>
    public ReadOnlySpan<double> LogDensity => logDensities.Span[..this.count];

    /// <summary>Replaces log joints (eq. 3) by w_i r_ik (eq. 6) and returns Σ_i w_i log p(x_i) (eqs. 4, 9).</summary>
    /// <param name="logJoint">
    /// Component-major, K × <paramref name="stride"/>; overwritten by w_i r_ik, which is 0 in the padding, for rows of weight 0
    /// and for rows whose log density is −∞ or NaN (those show in the returned sum and add nothing to the statistics).
    /// </param>
    /// <param name="stride">The distance between components: <see cref="BlockLayout.Stride"/>.</param>
    /// <param name="components">K.</param>
    /// <param name="count">The rows of the block.</param>
    /// <param name="weights">w_i, finite and not negative. A row of weight 0 adds nothing, whatever its density.</param>
    /// <param name="keepsLogDensity">Whether <see cref="LogDensity"/> is wanted; without it a chunk of rows of weight 1 needs one logarithm.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Apply(Span<double> logJoint, int stride, int components, int count, ReadOnlySpan<double> weights, bool keepsLogDensity)
    {
        int padded = BlockLayout.RoundUp(count, BlockLayout.PanelRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(logJoint.Length, ((components - 1) * stride) + padded);
        SetWeights(count, padded, weights);
        this.count = count;
        bool oneLogarithm = !keepsLogDensity && AreAllOne(weights[..count]);
        int chunkRows = ChunkVectors * Vector<double>.Count;
        Vector<double> total = Vector<double>.Zero;
        for (int start = 0; start < padded; start += chunkRows)
        {
            int rows = Math.Min(chunkRows, padded - start);
            ref double chunk = ref logJoint[start];
            for (int row = 0; row < rows; row += 2 * Vector<double>.Count)
            {
                Exponentiate(ref Unsafe.Add(ref chunk, row), stride, components, ref logDensities.At(start + row), ref this.sums.At(row), ref this.table.At(0));
            }

            bool allDefined = oneLogarithm
                ? FinishRowsTogether(ref logDensities.At(start), ref this.sums.At(0), ref this.weights.At(start), rows, ref total)
                : FinishRows(ref logDensities.At(start), ref this.sums.At(0), ref this.weights.At(start), rows, ref total);
            Scale(ref chunk, stride, components, ref this.sums.At(0), rows, allDefined);
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

    private static bool AreAllOne(ReadOnlySpan<double> weights) =>
        !MemoryMarshal.Cast<double, long>(weights).ContainsAnyExcept(BitConverter.DoubleToInt64Bits(1.0));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetWeights(int count, int padded, ReadOnlySpan<double> weights)
    {
        Span<double> own = this.weights.Span;
        weights[..count].CopyTo(own);
        own[count..padded].Clear();
    }
}
