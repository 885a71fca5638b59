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

    /// <summary>Loads them and writes their log joint densities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LogJoint(PackedGaussians parameters, RowBlock rows, GapPatterns patterns, ComponentBlock destination)
    {
        for (int i = 0; i < patterns.WholeRows; i++)
        {
            rows[patterns.WholeRowOf(i)].CopyTo(values.AsSpan(i * features));
        }

        kernel.Load(values, patterns.WholeRows);
        kernel.LogJoint(parameters, block.Span);
        for (int k = 0; k < components; k++)
        {
            var to = destination[k];
            var from = block.Span.Slice(k * kernel.Stride, patterns.WholeRows);
            for (int i = 0; i < from.Length; i++)
            {
                to[patterns.WholeRowOf(i)] = from[i];
            }
        }
    }

    /// <summary>Adds their moments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Accumulate(PackedGaussians parameters, GapPatterns patterns, ComponentBlock responsibilities, GaussianSums sums)
    {
        for (int k = 0; k < components; k++)
        {
            var from = responsibilities[k];
            var to = block.Span.Slice(k * kernel.Stride, kernel.Stride);
            to.Clear();
            for (int i = 0; i < patterns.WholeRows; i++)
            {
                to[i] = from[patterns.WholeRowOf(i)];
            }
        }

        kernel.Accumulate(parameters, block.Span, sums);
    }
}
