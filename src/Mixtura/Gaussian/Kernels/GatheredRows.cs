using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Log joints of one component with rows picked from a block, gathered into dense panels; one instance a thread.</summary>
internal sealed class GatheredRows
{
    private static int NarrowWidth => Math.Max(4, Vector<double>.Count);

    private readonly AlignedBuffer panel;
    private readonly AlignedBuffer z;
    private readonly AlignedBuffer result;

    /// <summary>Room for one panel.</summary>
    public GatheredRows(int dimension)
    {
        this.panel = new AlignedBuffer(dimension * BlockLayout.PanelRows);
        z = new AlignedBuffer(dimension * BlockLayout.PanelRows);
        result = new AlignedBuffer(BlockLayout.PanelRows);
    }

    /// <summary>Computes the first of <paramref name="rows"/>, writes them at their places in <paramref name="destination"/> and returns how many.</summary>
    /// <remarks>A full panel when more than half of its lanes are used, else a single vector: three of those take longer.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Compute(FullGaussians parameters, int k, PaddedBlock block, ReadOnlySpan<int> rows, ref double destination)
    {
        bool wide = Vector<double>.Count < NarrowWidth || rows.Length > 2 * NarrowWidth;
        int width = wide ? BlockLayout.PanelRows : NarrowWidth;
        int taken = Math.Min(width, rows.Length);
        for (int lane = 0; lane < width; lane += 4)
        {
            RowTranspose.Four(
                ref Row(block, rows, lane), ref Row(block, rows, lane + 1), ref Row(block, rows, lane + 2), ref Row(block, rows, lane + 3),
                parameters.Dimension, ref this.panel.At(lane), width);
        }

        if (wide)
        {
            TriangularDistance.Wide(
                ref this.panel.At(0), ref parameters.MeanAt(k), ref parameters.FactorAt(k), parameters.Dimension, parameters.Offset(k), ref z.At(0), ref result.At(0));
        }
        else
        {
            TriangularDistance.Narrow(
                ref this.panel.At(0), ref parameters.MeanAt(k), ref parameters.FactorAt(k), parameters.Dimension, parameters.Offset(k), ref z.At(0), ref result.At(0));
        }

        for (int lane = 0; lane < taken; lane++)
        {
            Unsafe.Add(ref destination, rows[lane]) = result.At(lane);
        }

        return taken;
    }

    /// <summary>A row of the list; lanes without one repeat the last.</summary>
    private static ref double Row(PaddedBlock block, ReadOnlySpan<int> rows, int lane) => ref block.Row(rows[Math.Min(lane, rows.Length - 1)]);
}
