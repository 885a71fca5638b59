using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The rows of a block for which a component has a responsibility other than 0, in order; one instance a thread.</summary>
internal sealed class ActiveRows
{
    private readonly int[] _rows;
    private readonly int[] _laneNumbers;
    private readonly AlignedBuffer _responsibilities;

    /// <summary>Room for <paramref name="blockRows"/> rows.</summary>
    public ActiveRows(int blockRows)
    {
        _rows = new int[BlockLayout.Stride(blockRows)];
        _responsibilities = new AlignedBuffer(BlockLayout.Stride(blockRows));
        _laneNumbers = new int[Vector<int>.Count];
        for (int lane = 0; lane < _laneNumbers.Length; lane++)
        {
            _laneNumbers[lane] = lane;
        }
    }

    /// <summary>The number of active rows.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of their responsibilities; its order follows the places of the rows in the block.</summary>
    public double Total { get; private set; }

    /// <summary>Their indices in the block, ascending.</summary>
    public ref int RowAt(int index) => ref _rows[index];

    /// <summary>Their responsibilities.</summary>
    public ref double ResponsibilityAt(int index) => ref _responsibilities.At(index);

    /// <summary>Collects the rows whose responsibility is not 0.</summary>
    /// <param name="responsibilities">Of one component, whole panels.</param>
    /// <param name="padded">Their number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(ref readonly double responsibilities, int padded)
    {
        ref int rows = ref _rows[0];
        ref double kept = ref _responsibilities.At(0);
        Vector<int> laneNumbers = Vector.LoadUnsafe(ref _laneNumbers[0]);
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
                (laneNumbers + Vector.Create(row)).StoreUnsafe(ref rows, (nuint)count);
                count += 2 * Vector<double>.Count;
                continue;
            }

            for (int lane = 0; lane < 2 * Vector<double>.Count; lane++)
            {
                double r = Unsafe.Add(ref group, lane);
                Unsafe.Add(ref rows, count) = row + lane;
                Unsafe.Add(ref kept, count) = r;
                count += BitConverter.DoubleToInt64Bits(r) != 0 ? 1 : 0;
            }
        }

        Total = Vector.Sum(total);
        Count = count;
    }
}
