using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Log joints of one component with rows picked from a block, gathered into dense panels; one instance a thread.</summary>
internal sealed class GatheredRows
{
    private static int NarrowWidth => Math.Max(4, Vector<double>.Count);

    private readonly AlignedBuffer _panel;
    private readonly AlignedBuffer _z;
    private readonly AlignedBuffer _result;

    /// <summary>Room for one panel.</summary>
    public GatheredRows(int dimension)
    {
        _panel = new AlignedBuffer(dimension * BlockLayout.PanelRows);
        _z = new AlignedBuffer(dimension * BlockLayout.PanelRows);
        _result = new AlignedBuffer(BlockLayout.PanelRows);
    }

    /// <summary>Computes the first of <paramref name="rows"/>, writes them at their places in <paramref name="destination"/> and returns how many.</summary>
    /// <remarks>A full panel when most of its lanes would be used, else a single vector.</remarks>
    public int Compute(FullGaussians parameters, int k, PaddedBlock block, ReadOnlySpan<int> rows, ref double destination)
    {
        bool wide = rows.Length > 3 * Vector<double>.Count;
        int width = wide ? BlockLayout.PanelRows : NarrowWidth;
        int taken = Math.Min(width, rows.Length);
        for (int lane = 0; lane < width; lane += 4)
        {
            RowTranspose.Four(
                ref Row(block, rows, lane), ref Row(block, rows, lane + 1), ref Row(block, rows, lane + 2), ref Row(block, rows, lane + 3),
                parameters.Dimension, ref _panel.At(lane), width);
        }

        if (wide)
        {
            TriangularDistance.Wide(
                ref _panel.At(0), ref parameters.MeanAt(k), ref parameters.FactorAt(k), parameters.Dimension, parameters.Offset(k), ref _z.At(0), ref _result.At(0));
        }
        else
        {
            TriangularDistance.Narrow(
                ref _panel.At(0), ref parameters.MeanAt(k), ref parameters.FactorAt(k), parameters.Dimension, parameters.Offset(k), ref _z.At(0), ref _result.At(0));
        }

        for (int lane = 0; lane < taken; lane++)
        {
            Unsafe.Add(ref destination, rows[lane]) = _result.At(lane);
        }

        return taken;
    }

    /// <summary>A row of the list; lanes without one repeat the last.</summary>
    private static ref double Row(PaddedBlock block, ReadOnlySpan<int> rows, int lane) => ref block.Row(rows[Math.Min(lane, rows.Length - 1)]);
}
