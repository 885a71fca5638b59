using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>A copy of the rows of a block in the layouts the kernels read, padded with zeros; one instance a thread.</summary>
internal sealed class PaddedBlock
{
    private readonly int dimension;
    private readonly bool keepsRows;
    private readonly AlignedBuffer rows;
    private readonly AlignedBuffer panels;

    /// <summary>Room for <paramref name="blockRows"/> rows of <paramref name="dimension"/> features.</summary>
    /// <param name="dimension">D.</param>
    /// <param name="blockRows">The most rows.</param>
    /// <param name="keepsRows">Whether <see cref="Row"/> is needed, or <see cref="Panel"/> alone.</param>
    public PaddedBlock(int dimension, int blockRows, bool keepsRows)
    {
        this.dimension = dimension;
        this.keepsRows = keepsRows;
        RowStride = BlockLayout.PadColumns(dimension);
        PanelLength = dimension * BlockLayout.PanelRows;
        Capacity = blockRows;
        int padded = BlockLayout.RoundUp(blockRows, BlockLayout.PanelRows);
        this.rows = new AlignedBuffer(keepsRows ? padded * RowStride : 0);
        this.panels = new AlignedBuffer(padded * dimension);
    }

    /// <summary>The most rows.</summary>
    public int Capacity { get; }

    /// <summary>Rows loaded.</summary>
    public int Count { get; private set; }

    /// <summary>Panels loaded, the last one padded.</summary>
    public int PanelCount { get; private set; }

    /// <summary>True when a NaN or an infinity is among the loaded values.</summary>
    public bool HasNonFinite { get; private set; }

    /// <summary>Doubles from one row to the next in the row-major copy.</summary>
    public int RowStride { get; }

    /// <summary>Doubles from one panel to the next.</summary>
    public int PanelLength { get; }

    /// <summary>The first value of row <paramref name="row"/>: D values and zeros.</summary>
    public ref double Row(int row) => ref this.rows.At(row * RowStride);

    /// <summary>The first value of a panel: [D][16 rows], so that vector lanes are rows.</summary>
    public ref double Panel(int panel) => ref this.panels.At(panel * PanelLength);

    /// <summary>Copies <paramref name="count"/> rows of D values each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(ReadOnlySpan<double> rowMajor, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowMajor.Length, count * this.dimension);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        rowMajor = rowMajor[..(count * this.dimension)];
        Count = count;
        PanelCount = (count + BlockLayout.PanelRows - 1) / BlockLayout.PanelRows;
        if (count % BlockLayout.PanelRows != 0)
        {
            this.panels.Span.Slice((PanelCount - 1) * PanelLength, PanelLength).Clear();
        }

        HasNonFinite = AnyNonFinite(rowMajor);
        CopyPanels(ref MemoryMarshal.GetReference(rowMajor));
        if (this.keepsRows)
        {
            CopyRows(rowMajor);
        }
    }

    /// <summary>Zeroes the rows that hold a NaN or an infinity in the panels, so that 0 · NaN cannot enter a dense sum.</summary>
    public void ClearNonFiniteRows()
    {
        for (int row = 0; row < Count; row++)
        {
            ref double lane = ref Lane(row);
            double zeroTimesAll = 0.0;
            for (int j = 0; j < this.dimension; j++)
            {
                zeroTimesAll += Unsafe.Add(ref lane, j * BlockLayout.PanelRows) * 0.0;
            }

            for (int j = 0; j < this.dimension && double.IsNaN(zeroTimesAll); j++)
            {
                Unsafe.Add(ref lane, j * BlockLayout.PanelRows) = 0.0;
            }
        }
    }

    /// <summary>0 · x is NaN for these and 0 for all other x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AnyNonFinite(ReadOnlySpan<double> values)
    {
        Vector<double> a = Vector<double>.Zero, b = Vector<double>.Zero;
        ref double value = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i + (2 * Vector<double>.Count) <= values.Length; i += 2 * Vector<double>.Count)
        {
            a = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref value, (nuint)i), Vector<double>.Zero, a);
            b = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref value, (nuint)(i + Vector<double>.Count)), Vector<double>.Zero, b);
        }

        double rest = 0.0;
        for (; i < values.Length; i++)
        {
            rest += Unsafe.Add(ref value, i) * 0.0;
        }

        return double.IsNaN(Vector.Sum(a + b) + rest);
    }

    private ref double Lane(int row) => ref Unsafe.Add(ref Panel(row / BlockLayout.PanelRows), row % BlockLayout.PanelRows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyPanels(ref double source)
    {
        int d = this.dimension;
        int row = 0;
        for (; row + 4 <= Count; row += 4)
        {
            if (d < 4)
            {
                RowTranspose.FewFeatures(ref source, d, ref Lane(row), BlockLayout.PanelRows);
            }
            else
            {
                RowTranspose.Four(
                    ref source, ref Unsafe.Add(ref source, d), ref Unsafe.Add(ref source, 2 * d), ref Unsafe.Add(ref source, 3 * d), d, ref Lane(row), BlockLayout.PanelRows);
            }

            source = ref Unsafe.Add(ref source, 4 * d);
        }

        for (; row < Count; row++)
        {
            ref double lane = ref Lane(row);
            for (int j = 0; j < d; j++)
            {
                Unsafe.Add(ref lane, j * BlockLayout.PanelRows) = source;
                source = ref Unsafe.Add(ref source, 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyRows(ReadOnlySpan<double> rowMajor)
    {
        Span<double> own = this.rows.Span;
        if (RowStride == this.dimension)
        {
            rowMajor.CopyTo(own);
            return;
        }

        for (int row = 0; row < Count; row++)
        {
            rowMajor.Slice(row * this.dimension, this.dimension).CopyTo(own[(row * RowStride)..]);
        }
    }
}
