using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>The whole rows of a block that has gaps too, moved together for the kernel.</summary>
internal sealed class WholeRows(int components, int features, GaussianKernel kernel)
{
    private readonly AlignedBuffer block = new(components * kernel.Stride);
    private readonly double[] values = new double[kernel.BlockRows * features];
    private readonly int[] places = new int[kernel.BlockRows];
    private int count;

    /// <summary>Loads them and writes their log joint densities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LogJoint(PackedGaussians parameters, RowBlock rows, ComponentBlock destination)
    {
        count = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            if (!RowGaps.AnyIn(rows[i]))
            {
                rows[i].CopyTo(values.AsSpan(count * features));
                places[count++] = i;
            }
        }

        kernel.Load(values, count);
        kernel.LogJoint(parameters, block.Span);
        for (int k = 0; k < components; k++)
        {
            var to = destination[k];
            var from = block.Span.Slice(k * kernel.Stride, count);
            for (int i = 0; i < from.Length; i++)
            {
                to[places[i]] = from[i];
            }
        }
    }

    /// <summary>Adds their moments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Accumulate(PackedGaussians parameters, ComponentBlock responsibilities, GaussianSums sums)
    {
        for (int k = 0; k < components; k++)
        {
            var from = responsibilities[k];
            var to = block.Span.Slice(k * kernel.Stride, kernel.Stride);
            to.Clear();
            for (int i = 0; i < count; i++)
            {
                to[i] = from[places[i]];
            }
        }

        kernel.Accumulate(parameters, block.Span, sums);
    }
}
