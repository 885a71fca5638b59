using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>Rows whose missing values have been filled for one component, on their way to its sums: a few together, as the scatter of whole rows takes them.</summary>
internal sealed class CompletedRows(int features)
{
    private readonly RowScatter scatter = RowScatter.Create(features);
    private readonly int stride = BlockLayout.PadColumns(features);
    private readonly AlignedBuffer rows = new(RowScatter.ChunkRows * BlockLayout.PadColumns(features));
    private readonly AlignedBuffer weights = new(BlockLayout.Stride(RowScatter.ChunkRows));
    private readonly AlignedBuffer zeros = new(BlockLayout.PadColumns(features));
    private readonly int[] offsets = [.. Enumerable.Range(0, RowScatter.ChunkRows).Select(i => i * BlockLayout.PadColumns(features))];
    private int count;

    /// <summary>Room for the next row's deviation from the mean, whole vectors with zeros behind its D numbers.</summary>
    public Span<double> Next => rows.Span.Slice(count * stride, stride);

    /// <summary>Takes the row that was written to <see cref="Next"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(double weight, GaussianSums sums, int component)
    {
        weights.At(count++) = weight;
        if (count == RowScatter.ChunkRows)
        {
            Flush(sums, component);
        }
    }

    /// <summary>Adds what has been taken to a component's sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Flush(GaussianSums sums, int component)
    {
        if (count == 0)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            sums.CountAt(component) += weights.At(i);
        }

        scatter.AddChunk(ref rows.At(0), ref offsets[0], ref weights.At(0), count, ref zeros.At(0), ref sums.FirstAt(component), ref sums.SecondAt(component));
        count = 0;
    }
}
