using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixtura.Data;

/// <summary>Missing values among numbers: NaN.</summary>
internal static class RowGaps
{
    /// <summary>Whether one is missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AnyIn(ReadOnlySpan<double> values)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i + Vector<double>.Count <= values.Length; i += Vector<double>.Count)
        {
            var some = Vector.LoadUnsafe(ref first, (nuint)i);
            if (!Vector.EqualsAll(some, some))
            {
                return true;
            }
        }

        for (; i < values.Length; i++)
        {
            if (double.IsNaN(Unsafe.Add(ref first, i)))
            {
                return true;
            }
        }

        return false;
    }
}
