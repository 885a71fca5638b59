using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The rows of a block for which a component has a responsibility other than 0, in order; one instance a thread.</summary>
internal sealed class ActiveRows
{
    private readonly int rowStride;
    private readonly int[] rowOffsets;
    private readonly int[] offsetsOfLanes;
    private readonly AlignedBuffer responsibilities;

    /// <summary>Room for <paramref name="blockRows"/> rows, <paramref name="rowStride"/> doubles apart.</summary>
    public ActiveRows(int blockRows, int rowStride)
    {
        this.rowStride = rowStride;
        rowOffsets = new int[BlockLayout.Stride(blockRows)];
        this.responsibilities = new AlignedBuffer(BlockLayout.Stride(blockRows));
        offsetsOfLanes = new int[Vector<int>.Count];
        for (int lane = 0; lane < offsetsOfLanes.Length; lane++)
        {
            offsetsOfLanes[lane] = lane * rowStride;
        }
    }

    /// <summary>The number of active rows.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of their responsibilities; its order follows the places of the rows in the block.</summary>
    public double Total { get; private set; }

    /// <summary>Their places in the block, in doubles from the first row, ascending.</summary>
    public ref int OffsetAt(int index) => ref rowOffsets[index];

    /// <summary>Their responsibilities.</summary>
    public ref double ResponsibilityAt(int index) => ref this.responsibilities.At(index);

    /// <summary>Collects the rows whose responsibility is not 0.</summary>
    /// <param name="responsibilities">Of one component, whole panels.</param>
    /// <param name="padded">Their number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(ref readonly double responsibilities, int padded)
    {
        ref int offsets = ref rowOffsets[0];
        int stride = this.rowStride;
        ref double kept = ref this.responsibilities.At(0);
        Vector<int> laneOffsets = Vector.LoadUnsafe(ref offsetsOfLanes[0]);
        Vector<double> total = Vector<double>.Zero;
        int count = 0;
        for (int row = 0; row < padded; row += 2 * Vector<double>.Count)
        {
            ref double group = ref Unsafe.Add(ref Unsafe.AsRef(in responsibilities), row);
            Vector<double> r0 = Vector.LoadUnsafe(ref group);
            Vector<double> r1 = Vector.LoadUnsafe(ref group, (nuint)Vector<double>.Count);
            if (Vector.EqualsAll(Vector.AsVectorInt64(r0 | r1), Vector<long>.Zero))
            {
                continue;
            }

            total += r0 + r1;
            Vector<long> zeros = Vector.Equals(r0, Vector<double>.Zero) | Vector.Equals(r1, Vector<double>.Zero);
            if (Vector.EqualsAll(zeros, Vector<long>.Zero))
            {
                r0.StoreUnsafe(ref kept, (nuint)count);
                r1.StoreUnsafe(ref kept, (nuint)(count + Vector<double>.Count));
                (laneOffsets + Vector.Create(row * stride)).StoreUnsafe(ref offsets, (nuint)count);
                count += 2 * Vector<double>.Count;
                continue;
            }

            for (int lane = 0; lane < 2 * Vector<double>.Count; lane++)
            {
                double r = Unsafe.Add(ref group, lane);
                Unsafe.Add(ref offsets, count) = (row + lane) * stride;
                Unsafe.Add(ref kept, count) = r;
                count += BitConverter.DoubleToInt64Bits(r) != 0 ? 1 : 0;
            }
        }

        Total = Vector.Sum(total);
        Count = count;
    }
}
